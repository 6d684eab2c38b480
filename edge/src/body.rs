//! A body from outside, read whole: so many bytes at most, within a time, whatever was announced.

use crate::error::{Error, Result};
use futures_util::StreamExt;
use futures_util::future::{Either, select};
use std::time::Duration;
use worker::{Delay, Request};

/// The body, when it has at most `limit` bytes and arrives in time.
pub(crate) async fn read(request: &mut Request, limit: usize) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    pour(request, limit, PATIENCE, |bytes| body.extend(bytes)).await?;
    Ok(body)
}

/// Gives the body to `take`, part by part, as long as it has at most `limit` bytes and arrives within `patience`. One that
/// announces more is refused unread, and one that turns out longer is refused where it crosses the limit: Wasm memory
/// never shrinks.
pub(crate) async fn pour(
    request: &mut Request,
    limit: usize,
    patience: Duration,
    take: impl FnMut(&[u8]),
) -> Result<()> {
    let announced = request.headers().get("Content-Length")?;
    let announced = announced.and_then(|length| length.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(Error::too_large(limit));
    }
    if request.inner().body().is_none() {
        return Ok(());
    }
    let body = core::pin::pin!(arriving(request, limit, take));
    let late = core::pin::pin!(Delay::from(patience));
    match select(body, late).await {
        Either::Left((body, _)) => body,
        Either::Right(_) => Err(Error::refusal(
            408,
            "body_late",
            "the body took too long to arrive",
        )),
    }
}

async fn arriving(request: &mut Request, limit: usize, mut take: impl FnMut(&[u8])) -> Result<()> {
    let mut stream = core::pin::pin!(request.stream()?);
    let mut size = 0;
    while let Some(bytes) = stream.next().await {
        let bytes = bytes?;
        size += bytes.len();
        if size > limit {
            return Err(Error::too_large(limit));
        }
        take(&bytes);
    }
    Ok(())
}

/// Longer than 256 KB take on a bad connection.
const PATIENCE: Duration = Duration::from_secs(10);
