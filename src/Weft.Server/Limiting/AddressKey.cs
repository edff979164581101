using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Weft.Server.Limiting;

/// <summary>
/// Who is counted as one: an IPv4 address, or the first 64 bits of an IPv6 address, since every household has all addresses behind those.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AddressKey(ulong Prefix, bool IsIPv6)
{
    public static AddressKey Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return address.AddressFamily == AddressFamily.InterNetwork ? new AddressKey(BinaryPrimitives.ReadUInt32BigEndian(bytes), false)
            : address.IsIPv4MappedToIPv6 ? new AddressKey(BinaryPrimitives.ReadUInt32BigEndian(bytes[12..length]), false)
            : new AddressKey(BinaryPrimitives.ReadUInt64BigEndian(bytes), true);
    }
}
