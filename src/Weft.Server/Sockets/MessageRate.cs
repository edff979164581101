using Weft.Protocol;
using Weft.Server.Limiting;

namespace Weft.Server.Sockets;

/// <summary>Holds BEAT-5: which messages of one connection are taken, and when it has overdone it. For one thread.</summary>
internal sealed class MessageRate(long perSecond, TimeProvider time)
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    private readonly TokenBucket _bucket = TokenBucket.PerSecond(perSecond, time);
    private long? _firstDrop;
    private long _lastDrop;
    private long? _lastAnswer;

    public enum Verdict
    {
        /// <summary>Take it.</summary>
        Take,

        /// <summary>Drop it without a word.</summary>
        Drop,

        /// <summary>Drop it and say so.</summary>
        Answer,

        /// <summary>It has gone on for too long.</summary>
        Close,
    }

    public Verdict Judge()
    {
        if (_bucket.TryTake())
        {
            return Verdict.Take;
        }

        var now = time.GetTimestamp();
        if (_firstDrop is null || time.GetElapsedTime(_lastDrop, now) > OneSecond)
        {
            _firstDrop = now;
        }

        _lastDrop = now;
        if (time.GetElapsedTime(_firstDrop.Value, now) >= Limits.SlowDownPatience)
        {
            return Verdict.Close;
        }

        if (_lastAnswer is { } last && time.GetElapsedTime(last, now) < OneSecond)
        {
            return Verdict.Drop;
        }

        _lastAnswer = now;
        return Verdict.Answer;
    }
}
