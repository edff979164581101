using Weft.Protocol;
using Weft.Server.Access;

namespace Weft.Server.Sockets;

/// <summary>Who is on the other end, and for how long (ACCESS-1 to ACCESS-4).</summary>
internal sealed partial class Connection
{
    /// <summary>Longer than this no timer is set; it is looked at again then.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Lock _signInLock = new();
    private Caller? _caller;
    private ITimer? _signInTimer;
    private bool _isTold;
    private bool _isWithdrawn;

    /// <inheritdoc/>
    public Caller? Caller => Volatile.Read(ref _caller);

    /// <summary>The document that it is in; null for none.</summary>
    public string? Document => Volatile.Read(ref _room)?.Host.Id;

    /// <summary>The session by which the connection came has ended: nothing more is taken from it.</summary>
    public void Withdraw()
    {
        lock (_signInLock)
        {
            _isWithdrawn = true;
            Volatile.Write(ref _caller, null);
        }

        Close(CloseCodes.AccessWithdrawn, "This session has ended; sign in again.");
    }

    /// <summary>The session by which the connection came has redeemed a share link.</summary>
    public void AddLink(string link)
    {
        lock (_signInLock)
        {
            if (_caller is null || _caller.Links.Contains(link, StringComparer.Ordinal))
            {
                return;
            }

            Volatile.Write(ref _caller, _caller with { Links = [.. _caller.Links, link] });
        }

        Volatile.Read(ref _room)?.Host.RefreshAccess();
    }

    private async ValueTask SignInAsync(AuthMessage auth)
    {
        var result = await _services.Callers.OfTokenAsync(auth.Token, _cut.Token).ConfigureAwait(false);
        if (!result.IsValid)
        {
            RefuseSignIn(auth, result.Refusal);
        }
        else if (!TrySetCaller(result.Caller))
        {
            RefuseSignIn(auth, "This token is somebody else's: connect anew to be another person.");
        }
        else
        {
            await CheckSessionAsync().ConfigureAwait(false);
            Send(new ResponseMessage(ResponseStatus.Ok, auth.Id, Expires: result.Caller.Expires?.ToUnixTimeMilliseconds()));
            WatchSignIn();
            Volatile.Read(ref _room)?.Host.RefreshAccess();
        }
    }

    /// <summary>The session may have ended between the question whose it is and now; from now on this connection is told.</summary>
    private async ValueTask CheckSessionAsync()
    {
        if (Caller is { } caller && !await _services.Access.IsSessionThereAsync(caller, _cut.Token).ConfigureAwait(false))
        {
            Withdraw();
        }
    }

    private bool TrySetCaller(Caller caller)
    {
        lock (_signInLock)
        {
            var isAllowed = !_isWithdrawn && (_caller is null || string.Equals(_caller.Id, caller.Id, StringComparison.Ordinal));
            if (isAllowed)
            {
                _isTold = false;

                // An open server's token says nothing; what it knows by the connection itself stays.
                Volatile.Write(ref _caller, _caller is { Kind: CallerKind.Anyone } known ? known : caller);
            }

            return isAllowed;
        }
    }

    // Guessing is hopeless and still not for free.
    private void RefuseSignIn(ClientMessage message, string why)
    {
        Send(Refusal(message, ErrorCodes.Unauthorized, why));
        if (_badMessages.IsExhausted())
        {
            Close(CloseCodes.TooManyBadMessages, "Too many bad messages.");
        }
    }

    private void TakeFromNobody(ClientMessage message) =>
        RefuseSignIn(message, "This server does not know you: sign in first, or send a token with 'auth'.");

    /// <summary>Spares a document the opening for somebody who may not join; the room judges again.</summary>
    private async ValueTask<ResponseMessage?> JudgeJoinAsync(JoinMessage join)
    {
        if (Caller is not { } caller
            || (await _services.Access.GrantForAsync(caller, join.Document, _cut.Token).ConfigureAwait(false)).Role > DocumentRole.None)
        {
            return null;
        }

        return await _services.Rooms.ExistsAsync(join.Document).ConfigureAwait(false)
            ? Refusal(join, ErrorCodes.Forbidden, "You have no access to this document: ask one of its admins for it.")
            : UnknownDocument(join);
    }

    /// <summary>Waits for whatever comes next: the end of patience with nobody, the notice before the end, the end.</summary>
    private void WatchSignIn()
    {
        lock (_signInLock)
        {
            if (_isWithdrawn || _ending is not null || (_caller is not null && _caller.Expires is null))
            {
                _signInTimer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                return;
            }

            var wait = Limits.SignInPatience;
            if (_caller?.Expires is { } end)
            {
                wait = end - _services.Time.GetUtcNow() - (_isTold ? TimeSpan.Zero : Limits.ExpiryNotice);
                wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait < LongestWait ? wait : LongestWait;
            }

            _signInTimer ??= _services.Time.CreateTimer(_ => OnSignInTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _signInTimer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnSignInTimer()
    {
        DateTimeOffset? notice = null;
        lock (_signInLock)
        {
            var left = (_caller?.Expires ?? DateTimeOffset.MaxValue) - _services.Time.GetUtcNow();
            if (_caller is null)
            {
                Close(CloseCodes.SignInFirst, "Sign in first.");
            }
            else if (left <= TimeSpan.Zero)
            {
                Close(CloseCodes.SignInExpired, "The sign-in has expired; sign in again.");
            }
            else if (left <= Limits.ExpiryNotice && !_isTold)
            {
                _isTold = true;
                notice = _caller.Expires;
            }
        }

        if (notice is { } at)
        {
            Send(new ExpiringMessage(at.ToUnixTimeMilliseconds()));
        }

        WatchSignIn();
    }

    private ValueTask StopSignInWatchAsync()
    {
        lock (_signInLock)
        {
            return _signInTimer?.DisposeAsync() ?? ValueTask.CompletedTask;
        }
    }
}
