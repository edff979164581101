using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Weft.Storage;

namespace Weft.Server.Access;

/// <summary>How often somebody may try a password or a secret: per account, so that many addresses do not help, and per address.</summary>
internal sealed class SignInLimits(TimeProvider time)
{
    /// <summary>Wrong passwords of one account in a row. After a forgotten one or two there is room for a wrong keyboard layout.</summary>
    public const int PerAccount = 10;

    /// <summary>Wrong attempts from one address in a row; a school or an office may share one.</summary>
    public const int PerAddress = 30;

    /// <summary>After how long there is one more attempt for an account: 2,880 a day, hopeless against ten characters.</summary>
    public static readonly TimeSpan AccountInterval = TimeSpan.FromSeconds(30);

    /// <summary>After how long there is one more attempt for an address.</summary>
    public static readonly TimeSpan AddressInterval = TimeSpan.FromSeconds(10);

    private readonly AttemptLimiter _accounts = new(PerAccount, AccountInterval, time);
    private readonly AttemptLimiter _addresses = new(PerAddress, AddressInterval, time);

    /// <summary>Takes an attempt for an address, and for an account if there is one in question.</summary>
    /// <returns>Zero, or how long to wait.</returns>
    public TimeSpan Take(HttpContext context, string? account)
    {
        var address = AddressKey(context);
        var wait = _addresses.Take(address);
        if (wait > TimeSpan.Zero || account is null)
        {
            return wait;
        }

        wait = _accounts.Take(AccountRecord.KeyOf(account));
        if (wait > TimeSpan.Zero)
        {
            _addresses.GiveBack(address);
        }

        return wait;
    }

    /// <summary>Gives back what <see cref="Take"/> took: the attempt was right.</summary>
    public void GiveBack(HttpContext context, string? account)
    {
        _addresses.GiveBack(AddressKey(context));
        if (account is not null)
        {
            _accounts.GiveBack(AccountRecord.KeyOf(account));
        }
    }

    // Whoever has one address of version 6 has its whole /64.
    private static string AddressKey(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
        {
            return string.Empty;
        }

        if (address.IsIPv4MappedToIPv6 || address.AddressFamily == AddressFamily.InterNetwork)
        {
            return address.MapToIPv4().ToString();
        }

        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes).ToString();
    }
}
