//! Bytes on a wire: requests and websocket frames that no decent client sends, and exactly what came back.

use std::net::SocketAddr;

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::{PATIENCE, Seat};

/// A websocket's opcodes, with the bit that says "this is the whole message".
const TEXT: u8 = 0x81;
const CLOSE: u8 = 0x8;
/// Bytes that a narrow connection takes in unread; the system makes it a little more.
const NARROW: u32 = 4_096;

/// A connection, byte by byte.
#[derive(Debug)]
pub struct Raw {
    /// The connection itself.
    pub stream: TcpStream,
}

/// How a connection ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// A close frame with this code arrived.
    Close(u16),
    /// The connection ended in order, without one.
    End,
    /// It was reset.
    Reset,
}

impl Raw {
    /// A connection on which nothing was said yet.
    pub async fn connect(address: SocketAddr) -> Raw {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Raw { stream }
    }

    /// A connection that takes in hardly anything that is not read.
    pub async fn narrow(address: SocketAddr) -> Raw {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(NARROW).unwrap();
        Raw { stream: socket.connect(address).await.unwrap() }
    }

    /// An upgraded connection on which `hello` was not said yet.
    pub async fn upgraded(address: SocketAddr, seat: &Seat) -> Raw {
        Raw::connect(address).await.upgrade(address, seat).await
    }

    /// This connection, upgraded.
    pub async fn upgrade(mut self, address: SocketAddr, seat: &Seat) -> Raw {
        let request = format!(
            "GET /api/sessions/{}/socket HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\n\
             connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
             sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            seat.session
        );
        self.write(request.as_bytes()).await;
        let head = self.head().await;
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        self
    }

    /// An upgraded connection that said hello and was welcomed.
    pub async fn welcomed(address: SocketAddr, seat: &Seat) -> Raw {
        let mut raw = Raw::upgraded(address, seat).await;
        raw.text(&json!({"type": "hello", "secret": seat.secret}).to_string()).await;
        let (_, first) = raw.frame().await.unwrap();
        assert!(first.starts_with(b"{\"type\":\"welcome\""));
        raw
    }

    /// Sends bytes. What cannot be sent any more is lost.
    pub async fn write(&mut self, bytes: &[u8]) {
        // The other side may have closed already; what it said before is still to be read.
        let _ = self.stream.write_all(bytes).await;
    }

    /// Sends a text frame in order.
    pub async fn text(&mut self, text: &str) {
        self.masked(TEXT, text.as_bytes()).await;
    }

    /// Sends a masked frame with that first byte.
    pub async fn masked(&mut self, first: u8, payload: &[u8]) {
        let mut frame = header(first, 0x80, payload.len() as u64);
        let mask = [1_u8, 2, 3, 4];
        frame.extend(mask);
        frame.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
        self.write(&frame).await;
    }

    /// Sends a frame without a mask, which only servers may.
    pub async fn unmasked(&mut self, first: u8, payload: &[u8]) {
        let mut frame = header(first, 0, payload.len() as u64);
        frame.extend(payload);
        self.write(&frame).await;
    }

    /// Sends the header of a text frame of that length, and nothing of the frame.
    pub async fn declare(&mut self, length: u64) {
        let mut frame = header(TEXT, 0x80, length);
        frame.extend([1, 2, 3, 4]);
        self.write(&frame).await;
    }

    /// The head of an answer.
    pub async fn head(&mut self) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.stream.read_u8().await.unwrap());
        }
        String::from_utf8(head).unwrap()
    }

    /// All that comes until the connection ends, and whether it ended in order.
    pub async fn to_end(&mut self) -> (String, Seen) {
        let mut bytes = Vec::new();
        let end = match timeout(PATIENCE, self.stream.read_to_end(&mut bytes)).await.unwrap() {
            Ok(_) => Seen::End,
            Err(_) => Seen::Reset,
        };
        (String::from_utf8_lossy(&bytes).into_owned(), end)
    }

    /// The bytes that come until the connection ends, however it ends.
    pub async fn bytes_to_end(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        // What came before a reset counts as well.
        let _ = timeout(PATIENCE, self.stream.read_to_end(&mut bytes)).await.unwrap();
        bytes
    }

    /// The next frame: its opcode and payload.
    ///
    /// # Errors
    /// How the connection ended instead.
    pub async fn frame(&mut self) -> Result<(u8, Vec<u8>), Seen> {
        timeout(PATIENCE, self.read_frame()).await.expect("nothing came, not even an end").map_err(|error| {
            match error.kind() {
                std::io::ErrorKind::UnexpectedEof => Seen::End,
                _ => Seen::Reset,
            }
        })
    }

    async fn read_frame(&mut self) -> std::io::Result<(u8, Vec<u8>)> {
        let first = self.stream.read_u8().await?;
        let length = match self.stream.read_u8().await? {
            126 => u64::from(self.stream.read_u16().await?),
            127 => self.stream.read_u64().await?,
            length => u64::from(length),
        };
        let mut payload = vec![0; usize::try_from(length).unwrap()];
        self.stream.read_exact(&mut payload).await?;
        Ok((first & 0xf, payload))
    }

    /// Sends pings without pause, and reads, until the server closes; answers with the close code, 0 where there was none.
    pub async fn flood(&mut self) -> u16 {
        let (mut reader, mut writer) = self.stream.split();
        let frame = [&[TEXT, 0x80 | 15, 0, 0, 0, 0][..], b"{\"type\":\"ping\"}"].concat();
        let many = frame.repeat(100);
        let send = async {
            // Until nobody takes it any more.
            while writer.write_all(&many).await.is_ok() {}
            std::future::pending::<()>().await;
        };
        let read = async {
            let mut bytes = Vec::new();
            // The end of it is what counts, however it ended.
            let _ = reader.read_to_end(&mut bytes).await;
            bytes
        };
        let bytes = tokio::select! {
            bytes = read => bytes,
            () = send => Vec::new(),
        };
        match bytes.last_chunk() {
            Some([0x88, 2, high, low]) => u16::from_be_bytes([*high, *low]),
            _ => 0,
        }
    }

    /// Reads on to the close frame, or to whatever end came instead.
    pub async fn end(&mut self) -> Seen {
        loop {
            match self.frame().await {
                Ok((CLOSE, payload)) if payload.len() >= 2 => {
                    return Seen::Close(u16::from_be_bytes([payload[0], payload[1]]));
                }
                Ok((CLOSE, _)) => return Seen::Close(1005),
                Ok(_) => {}
                Err(seen) => return seen,
            }
        }
    }
}

fn header(first: u8, mask: u8, length: u64) -> Vec<u8> {
    let mut header = vec![first];
    if let Ok(short) = u8::try_from(length)
        && short < 126
    {
        header.push(mask | short);
    } else if let Ok(middle) = u16::try_from(length) {
        header.push(mask | 126);
        header.extend(middle.to_be_bytes());
    } else {
        header.push(mask | 127);
        header.extend(length.to_be_bytes());
    }
    header
}
