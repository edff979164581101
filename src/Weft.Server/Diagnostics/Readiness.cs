using Weft.Server.Hosting;
using Weft.Storage;

namespace Weft.Server.Diagnostics;

/// <summary>Whether the server takes work: it is not stopping, and its store can be written. For any thread.</summary>
internal sealed class Readiness(WeftService weft, TimeProvider time)
{
    /// <summary>How long an answer about the store holds, so that asking often costs no writing.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private Task<string?>? _asked;
    private long _askedAt;

    /// <summary>Why the server does not take work, in one word, or null when it does.</summary>
    public Task<string?> ReasonAgainstAsync(CancellationToken cancellationToken) =>
        weft.Life is { } life ? Task.FromResult<string?>(life) : AskStore().WaitAsync(cancellationToken);

    private Task<string?> AskStore()
    {
        lock (_lock)
        {
            if (_asked is null || (_asked.IsCompleted && time.GetElapsedTime(_askedAt) >= Freshness))
            {
                _askedAt = time.GetTimestamp();
                _asked = ProbeAsync(weft.Store);
            }

            return _asked;
        }
    }

    private static async Task<string?> ProbeAsync(IDocumentStore store)
    {
        try
        {
            await store.ProbeAsync(CancellationToken.None).ConfigureAwait(false);
            return null;
        }
#pragma warning disable CA1031 // Whatever keeps the store from writing, the answer is the same.
        catch (Exception)
#pragma warning restore CA1031
        {
            return "store";
        }
    }
}
