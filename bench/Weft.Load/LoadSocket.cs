using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Weft.Load;

/// <summary>
/// A WebSocket client (RFC 6455) with as little of its own as it can, so that on a small machine the server has the time. It masks with
/// zero, takes unmasked frames of any size, and hands whole messages to a callback on the thread that received.
/// </summary>
internal sealed class LoadSocket : IDisposable
{
    private const byte Final = 0x80;
    private const byte Masked = 0x80;
    private const byte Text = 1;
    private const byte Binary = 2;
    private const byte Close = 8;
    private const byte Ping = 9;
    private const byte Pong = 10;

    /// <summary>
    /// Bytes that may wait to be sent, more than ever do: a send that had to wait could wait for the very thread that it is made on, which hears of all sockets.
    /// </summary>
    private const int SendBuffer = 1024 * 1024;

    private readonly Socket _socket;
    private readonly FrameHandler _onFrame;
    private readonly Lock _sending = new();
    private byte[] _buffer;
    private int _filled;
    private byte[] _frames = [];
    private int _queued;

    private LoadSocket(Socket socket, byte[] rest, int buffer, FrameHandler onFrame)
    {
        _socket = socket;
        _onFrame = onFrame;
        _buffer = new byte[Math.Max(buffer, rest.Length)];
        rest.CopyTo(_buffer, 0);
        _filled = rest.Length;
    }

    /// <summary>Takes one message; the bytes are the socket's again when it returns.</summary>
    public delegate void FrameHandler(ReadOnlySpan<byte> message);

    /// <summary>All bytes that came, the heads of frames included.</summary>
    public long Received { get; private set; }

    /// <summary>Ends when the connection does: with the close code, or 1006.</summary>
    public Task<int> Ended { get; private set; } = Task.FromResult(0);

    /// <summary>Connects and begins to receive.</summary>
    /// <param name="address">A <c>ws:</c> address on this machine.</param>
    /// <param name="subprotocol">What to offer, or null.</param>
    /// <param name="buffer">Bytes to receive at a time at first; it grows with what comes.</param>
    /// <param name="onFrame">Is given each message.</param>
    /// <exception cref="IOException">The server refused.</exception>
    public static async Task<LoadSocket> ConnectAsync(Uri address, string? subprotocol, int buffer, FrameHandler onFrame)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendBufferSize = SendBuffer };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, address.Port).ConfigureAwait(false);
            var offer = subprotocol is null ? string.Empty : $"Sec-WebSocket-Protocol: {subprotocol}\r\n";
            var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            await socket.SendAsync(Encoding.ASCII.GetBytes(
                $"GET {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n{offer}\r\n")).ConfigureAwait(false);
            var rest = await ReadAnswerAsync(socket).ConfigureAwait(false);
            var made = new LoadSocket(socket, rest, buffer, onFrame);
            made.Ended = made.ReceiveAsync();
            return made;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends one message, and all that was put in line before.</summary>
    public void Send(ReadOnlySpan<byte> message, bool isText) => Send(message, isText ? Text : Binary);

    /// <summary>Puts one message in line.</summary>
    public void Queue(ReadOnlySpan<byte> message, bool isText)
    {
        lock (_sending)
        {
            Append(message, isText ? Text : Binary);
        }
    }

    /// <summary>Sends what stands in line, at once.</summary>
    public void Flush()
    {
        lock (_sending)
        {
            for (var sent = 0; sent < _queued;)
            {
                sent += _socket.Send(_frames.AsSpan(sent, _queued - sent));
            }

            _queued = 0;
        }
    }

    public void Dispose() => _socket.Dispose();

    private static async Task<byte[]> ReadAnswerAsync(Socket socket)
    {
        var answer = new byte[4096];
        var length = 0;
        while (true)
        {
            var count = await socket.ReceiveAsync(answer.AsMemory(length)).ConfigureAwait(false);
            length += count;
            var end = answer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                return answer.AsSpan().StartsWith("HTTP/1.1 101"u8)
                    ? answer[(end + 4)..length]
                    : throw new IOException($"The server refused: {Encoding.ASCII.GetString(answer, 0, end)}");
            }

            if (count == 0 || length == answer.Length)
            {
                throw new IOException("The server did not answer the upgrade.");
            }
        }
    }

    private void Send(ReadOnlySpan<byte> message, byte kind)
    {
        lock (_sending)
        {
            Append(message, kind);
            Flush();
        }
    }

    private void Append(ReadOnlySpan<byte> message, byte kind)
    {
        var head = message.Length < 126 ? 6 : message.Length <= ushort.MaxValue ? 8 : 14;
        if (_frames.Length < _queued + head + message.Length)
        {
            Array.Resize(ref _frames, Math.Max(256, 2 * (_queued + head + message.Length)));
        }

        var frame = _frames.AsSpan(_queued, head + message.Length);
        frame[0] = (byte)(Final | kind);
        switch (head)
        {
            case 6:
                frame[1] = (byte)(Masked | message.Length);
                break;
            case 8:
                frame[1] = Masked | 126;
                BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)message.Length);
                break;
            default:
                frame[1] = Masked | 127;
                BinaryPrimitives.WriteInt64BigEndian(frame[2..], message.Length);
                break;
        }

        // A mask of zero leaves the message as it is.
        frame.Slice(head - 4, 4).Clear();
        message.CopyTo(frame[head..]);
        _queued += frame.Length;
    }

    private async Task<int> ReceiveAsync()
    {
        try
        {
            while (true)
            {
                if (Take() is { } code)
                {
                    return code;
                }

                var count = await _socket.ReceiveAsync(_buffer.AsMemory(_filled)).ConfigureAwait(false);
                if (count == 0)
                {
                    return 1006;
                }

                _filled += count;
                Received += count;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
        {
            return 1006;
        }
    }

    /// <summary>Hands over the whole messages in the buffer and moves what is left to its beginning. A close frame ends it with its code.</summary>
    private int? Take()
    {
        var at = 0;
        while (Frame(at) is var (head, length) && at + head + length <= _filled)
        {
            var message = _buffer.AsSpan(at + head, length);
            switch (_buffer[at] & 0xF)
            {
                case Text or Binary:
                    _onFrame(message);
                    break;
                case Ping:
                    Send(message, Pong);
                    break;
                case Close:
                    return length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(message) : 1005;
            }

            at += head + length;
        }

        _buffer.AsSpan(at, _filled - at).CopyTo(_buffer);
        _filled -= at;
        if (Frame(0) is var (waitingHead, waiting) && waitingHead + waiting > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, waitingHead + waiting));
        }

        return null;
    }

    private (int Head, int Length)? Frame(int at)
    {
        var rest = _buffer.AsSpan(at, _filled - at);
        if (rest.Length < 2)
        {
            return null;
        }

        return (rest[1] & 0x7F) switch
        {
            126 => rest.Length < 4 ? null : (4, BinaryPrimitives.ReadUInt16BigEndian(rest[2..])),
            127 => rest.Length < 10 ? null : (10, checked((int)BinaryPrimitives.ReadInt64BigEndian(rest[2..]))),
            var small => (2, small),
        };
    }
}
