//! A proxy between one page and the Worker that does to frames and connections what it was told to do.
//!
//! It reads WebSocket frames (RFC 6455, section 5.2) only as far as it must to know where one ends. What it was told is
//! kept by the number of the connection and of the frame in its direction; everything else passes.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// What happens to a frame, or to what opens the connection: of a socket the handshake, otherwise the whole request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// It vanishes.
    Drop,
    /// It arrives twice.
    Twice,
    /// It arrives after the next one, or a while later when there is none.
    Swap,
    /// It, and all behind it, is held up: a slow consumer or a slow road.
    Wait(u64),
    /// It is held up for so long that the page has given the connection up, and arrives all the same.
    Late(u64),
    /// In its place come bytes that are no frame.
    Break,
    /// The connection is cut before it passes.
    CutBefore,
    /// The connection is cut when half of it has passed: of a request or an answer, half of its body.
    CutWithin,
    /// The connection is cut when it has passed.
    CutAfter,
    /// Nothing passes in this direction any more, but the connection looks open, as that of a phone that slept.
    Hole,
}

/// What happens on one connection. Frame 0 is what opens it: the request, and its answer. To a socket's handshake nothing
/// happens but that it is cut.
#[derive(Clone, Debug, Default)]
pub(crate) struct Passage {
    /// From the page to the Worker.
    pub(crate) up: Vec<(usize, Act)>,
    /// From the Worker to the page.
    pub(crate) down: Vec<(usize, Act)>,
}

/// Listens for one page.
pub(crate) struct Proxy {
    pub(crate) origin: String,
    ended: Arc<AtomicBool>,
    done: Arc<AtomicUsize>,
    address: SocketAddr,
}

impl Proxy {
    /// In front of `upstream`; the passages are those of the first connections.
    pub(crate) fn start(upstream: SocketAddr, passages: Vec<Passage>) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let ended = Arc::new(AtomicBool::new(false));
        let done = Arc::new(AtomicUsize::new(0));
        let (stop, count) = (Arc::clone(&ended), Arc::clone(&done));
        thread::spawn(move || {
            let mut passages = passages.into_iter();
            for page in listener.incoming().flatten() {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                let passage = passages.next().unwrap_or_default();
                let count = Arc::clone(&count);
                thread::spawn(move || {
                    // A connection that breaks is what this is about.
                    let _broken = carry(&page, upstream, passage, &count);
                    let _gone = page.shutdown(Shutdown::Both);
                });
            }
        });
        Ok(Self {
            origin: format!("http://{address}"),
            ended,
            done,
            address,
        })
    }

    /// How many faults it has made.
    pub(crate) fn faults(&self) -> usize {
        self.done.load(Ordering::Relaxed)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        // Wakes the listener, so that it sees that it has ended.
        let _woken = TcpStream::connect(self.address);
    }
}

fn carry(
    page: &TcpStream,
    upstream: SocketAddr,
    passage: Passage,
    count: &Arc<AtomicUsize>,
) -> std::io::Result<()> {
    page.set_nodelay(true)?;
    let mut from_page = BufReader::new(page.try_clone()?);
    let mut request = head(&mut from_page)?;
    let text = String::from_utf8_lossy(&request).to_ascii_lowercase();
    let opening = |acts: &[(usize, Act)]| {
        let act = acts.iter().find(|(frame, _)| *frame == 0);
        act.map(|(_, act)| *act)
    };
    let is_socket = text.contains("upgrade: websocket");
    let up = opening(&passage.up);
    let down = opening(&passage.down).filter(|_| !is_socket);
    let faults = usize::from(up.is_some()) + usize::from(down.is_some());
    count.fetch_add(faults, Ordering::Relaxed);
    if up == Some(Act::CutBefore) {
        return Ok(());
    }
    let mut body = vec![0; if is_socket { 0 } else { length(&text) }];
    from_page.read_exact(&mut body)?;
    if up == Some(Act::CutWithin) {
        let half = match body.len() {
            0 => request.len() / 2,
            length => request.len() + length / 2,
        };
        request.append(&mut body);
        return connected(upstream, &request[..half]).map(|_| ());
    }
    request.append(&mut body);
    if !is_socket {
        return exchange(page, from_page, upstream, &request, (up, down));
    }
    let socket = Socket {
        page,
        from_page,
        passage,
    };
    socket.carry(upstream, &request, count)
}

/// A page's socket, whose handshake has been read.
struct Socket<'a> {
    page: &'a TcpStream,
    from_page: BufReader<TcpStream>,
    passage: Passage,
}

impl Socket<'_> {
    fn carry(
        self,
        upstream: SocketAddr,
        handshake: &[u8],
        count: &Arc<AtomicUsize>,
    ) -> std::io::Result<()> {
        let Self {
            page,
            mut from_page,
            passage,
        } = self;
        let edge = connected(upstream, handshake)?;
        let mut from_edge = BufReader::new(edge.try_clone()?);
        let answer = head(&mut from_edge)?;
        if passage.up.iter().any(|(frame, _)| *frame == 0) {
            return Ok(());
        }
        (&mut &*page).write_all(&answer)?;
        let is_late = |(_, act): &(usize, Act)| matches!(act, Act::Late(_));
        let lingers = passage.up.iter().any(is_late);
        let up = Pump::of(passage.up, count);
        let down = Pump::of(passage.down, count);
        thread::scope(|scope| {
            scope.spawn(|| {
                let _broken = up.run(&mut from_page, &edge);
                cut(page, &edge);
            });
            let _broken = down.run(&mut from_edge, page);
            if lingers {
                // What is still to arrive needs the connection, though the page has left it.
                let _rest = std::io::copy(&mut from_edge, &mut std::io::sink());
            }
            cut(page, &edge);
        });
        Ok(())
    }
}

/// A request and its answer, with what happens to each. When it is cut, the request has been taken and the answer does not
/// arrive; into a hole, neither side hears of that.
fn exchange(
    page: &TcpStream,
    mut from_page: BufReader<TcpStream>,
    upstream: SocketAddr,
    request: &[u8],
    (up, down): (Option<Act>, Option<Act>),
) -> std::io::Result<()> {
    if let Some(Act::Wait(milliseconds)) = up {
        thread::sleep(Duration::from_millis(milliseconds));
    }
    let edge = connected(upstream, request)?;
    let _first = (up == Some(Act::Twice)).then(|| connected(upstream, request));
    let mut from_edge = BufReader::new(edge.try_clone()?);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut to_edge = &edge;
            let _broken = std::io::copy(&mut from_page, &mut to_edge);
            let _gone = edge.shutdown(Shutdown::Write);
        });
        match up {
            Some(Act::CutAfter) => {
                let taken = from_edge.fill_buf().map(|_| ());
                cut(page, &edge);
                return taken;
            }
            Some(Act::Hole) => {
                return std::io::copy(&mut from_edge, &mut std::io::sink()).map(|_| ());
            }
            _ => {}
        }
        let mut to_page = page;
        match down {
            Some(Act::Wait(milliseconds)) => {
                from_edge.fill_buf()?;
                thread::sleep(Duration::from_millis(milliseconds));
            }
            Some(Act::CutWithin) => {
                to_page.write_all(&head(&mut from_edge)?)?;
                let body = from_edge.fill_buf()?;
                let halved = to_page.write_all(&body[..body.len() / 2]);
                cut(page, &edge);
                return halved;
            }
            _ => {}
        }
        let copied = std::io::copy(&mut from_edge, &mut to_page);
        cut(page, &edge);
        copied.map(|_| ())
    })
}

/// A connection on which this request has been sent.
fn connected(upstream: SocketAddr, request: &[u8]) -> std::io::Result<TcpStream> {
    let edge = TcpStream::connect(upstream)?;
    edge.set_nodelay(true)?;
    (&edge).write_all(request)?;
    Ok(edge)
}

/// How long the body is of a request with this head, in lower case.
fn length(head: &str) -> usize {
    let line = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"));
    line.and_then(|length| length.trim().parse().ok())
        .unwrap_or(0)
}

fn cut(page: &TcpStream, edge: &TcpStream) {
    // A side that has gone already is cut.
    let _gone = page.shutdown(Shutdown::Both);
    let _gone = edge.shutdown(Shutdown::Both);
}

/// One direction of a socket.
struct Pump {
    acts: Vec<(usize, Act)>,
    count: Arc<AtomicUsize>,
    held: Option<Vec<u8>>,
}

impl Pump {
    fn of(acts: Vec<(usize, Act)>, count: &Arc<AtomicUsize>) -> Self {
        Self {
            acts,
            count: Arc::clone(count),
            held: None,
        }
    }

    fn run(mut self, from: &mut BufReader<TcpStream>, mut to: &TcpStream) -> std::io::Result<()> {
        let mut number = 0;
        loop {
            if self.held.is_some() && !comes_soon(from)? {
                to.write_all(&self.held.take().unwrap_or_default())?;
            }
            let (frame, is_message) = frame(from)?;
            number += usize::from(is_message);
            let act = self.act_on(number).filter(|_| is_message);
            if act.is_some() {
                self.count.fetch_add(1, Ordering::Relaxed);
            }
            if act == Some(Act::Hole) {
                return std::io::copy(from, &mut std::io::sink()).map(|_| ());
            }
            if act == Some(Act::Swap) {
                if let Some(held) = self.held.replace(frame) {
                    to.write_all(&held)?;
                }
                continue;
            }
            if !carried(act, &frame, to)? {
                return Ok(());
            }
            if let Some(held) = self.held.take() {
                to.write_all(&held)?;
            }
        }
    }

    fn act_on(&self, number: usize) -> Option<Act> {
        let act = self.acts.iter().find(|(at, _)| *at == number);
        act.map(|(_, act)| *act)
    }
}

/// Writes of a frame what is to arrive; false when the connection is to be cut then.
fn carried(act: Option<Act>, frame: &[u8], mut to: &TcpStream) -> std::io::Result<bool> {
    match act {
        Some(Act::Drop | Act::Swap | Act::Hole) => {}
        Some(Act::CutBefore) => return Ok(false),
        Some(Act::CutWithin) => {
            to.write_all(&frame[..frame.len() / 2])?;
            return Ok(false);
        }
        Some(Act::Break) => to.write_all(&NO_FRAME)?,
        Some(Act::Wait(milliseconds) | Act::Late(milliseconds)) => {
            thread::sleep(Duration::from_millis(milliseconds));
            to.write_all(frame)?;
        }
        Some(Act::Twice) => {
            to.write_all(frame)?;
            to.write_all(frame)?;
        }
        Some(Act::CutAfter) | None => to.write_all(frame)?,
    }
    Ok(act != Some(Act::CutAfter))
}

/// Whether another frame begins within a fifth of a second.
fn comes_soon(from: &mut BufReader<TcpStream>) -> std::io::Result<bool> {
    from.get_ref().set_read_timeout(Some(SOON))?;
    let comes = match from.fill_buf() {
        Ok(_) => Ok(true),
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
            Ok(false)
        }
        Err(error) => Err(error),
    };
    from.get_ref().set_read_timeout(None)?;
    comes
}

/// Everything up to the empty line.
fn head(from: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if from.read_until(b'\n', &mut head)? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(head)
}

/// A frame as it came, and whether it carries a message rather than control.
fn frame(from: &mut impl Read) -> std::io::Result<(Vec<u8>, bool)> {
    let mut frame = vec![0; 2];
    from.read_exact(&mut frame)?;
    let is_message = frame[0] & 0x0f <= 2;
    let short = usize::from(frame[1] & 0x7f);
    let wide = match short {
        126 => 2,
        127 => 8,
        _ => 0,
    };
    let is_masked = frame[1] & 0x80 != 0;
    let mut more = vec![0; wide];
    from.read_exact(&mut more)?;
    let length = if wide == 0 {
        short
    } else {
        more.iter()
            .fold(0, |length, byte| (length << 8) | usize::from(*byte))
    };
    frame.append(&mut more);
    let mut rest = vec![0; length + if is_masked { 4 } else { 0 }];
    from.read_exact(&mut rest)?;
    frame.append(&mut rest);
    Ok((frame, is_message))
}

/// All reserved bits are set, and the opcode is none (RFC 6455, section 5.2).
const NO_FRAME: [u8; 64] = [0xff; 64];
const SOON: Duration = Duration::from_millis(200);
