using System.Threading.Channels;

namespace Weft.Server.Tests;

/// <summary>What a client hears, in order: one task tells of it, a test takes it.</summary>
/// <param name="patience">How long a test waits.</param>
internal sealed class Hearing<T>(TimeSpan patience)
    where T : class
{
    private readonly Channel<T> _line = Channel.CreateUnbounded<T>();

    /// <summary>Everything that was taken so far, also what was passed over.</summary>
    public List<T> Taken { get; } = [];

    public void Add(T message) => _line.Writer.TryWrite(message);

    /// <summary>Nothing comes any more.</summary>
    public void End() => _line.Writer.TryComplete();

    /// <summary>The next one of a sort; others are passed over.</summary>
    /// <param name="which">Which sort.</param>
    /// <param name="missing">What is to be said when none comes.</param>
    /// <exception cref="InvalidOperationException">None came.</exception>
    public async Task<T> NextAsync(Func<T, bool> which, Func<string> missing)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(patience);
        try
        {
            while (true)
            {
                Taken.Add(await _line.Reader.ReadAsync(stop.Token));
                if (which(Taken[^1]))
                {
                    return Taken[^1];
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            throw new InvalidOperationException(missing(), exception);
        }
    }

    /// <summary>Everything that was heard so far, also what still stands in line, which is taken.</summary>
    public IReadOnlyList<T> All()
    {
        while (_line.Reader.TryRead(out var message))
        {
            Taken.Add(message);
        }

        return Taken;
    }
}
