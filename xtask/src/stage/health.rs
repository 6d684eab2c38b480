//! Waits until a server on this machine answers.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// Asks for `path` again and again until the answer's status begins with `status`. `alive` may end the wait with an error.
pub(super) fn wait(
    address: SocketAddr,
    path: &str,
    status: &str,
    mut alive: impl FnMut() -> Result<()>,
) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        alive()?;
        if answers(address, path, status).unwrap_or(false) {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(50));
    }
    bail!(
        "http://{address}{path} did not answer as it should within {} seconds",
        PATIENCE.as_secs()
    )
}

fn answers(address: SocketAddr, path: &str, status: &str) -> Result<bool> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )?;
    let mut begins = [0_u8; 12];
    stream.read_exact(&mut begins)?;
    let wanted = format!("HTTP/1.1 {status}");
    Ok(begins.starts_with(wanted.as_bytes()))
}

const PATIENCE: Duration = Duration::from_mins(1);
