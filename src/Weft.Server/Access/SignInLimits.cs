using Microsoft.AspNetCore.Http;
using Weft.Server.Limiting;
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

    private readonly AttemptLimiter<string> _accounts = new(PerAccount, AccountInterval, time);
    private readonly AttemptLimiter<AddressKey> _addresses = new(PerAddress, AddressInterval, time);

    /// <summary>Takes an attempt for an address, and for an account if there is one in question.</summary>
    /// <returns>Zero, or how long to wait.</returns>
    public TimeSpan Take(HttpContext context, string? account)
    {
        var address = KeyOf(context);
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
        _addresses.GiveBack(KeyOf(context));
        if (account is not null)
        {
            _accounts.GiveBack(AccountRecord.KeyOf(account));
        }
    }

    // Who comes over a Unix socket has no address, and shares one count with its like.
    private static AddressKey KeyOf(HttpContext context) => context.Connection.RemoteIpAddress is { } address ? AddressKey.Of(address) : default;
}
