using System.Diagnostics.Metrics;

namespace Weft.Server.Diagnostics;

/// <summary>
/// What the server measures of itself, as instruments of the meter <see cref="MeterName"/>; docs/operations.md lists them. What happens for
/// every message is only added up here and read when somebody asks, so it costs one addition. For any thread.
/// </summary>
internal sealed class WeftMetrics : IDisposable
{
    public const string MeterName = "Weft";

    // Seconds: from what memory does to what people notice.
    private static readonly InstrumentAdvice<double> Times = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    };

    private static readonly InstrumentAdvice<int> Counts = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000] };

    private readonly Counter<long> _rejected;
    private readonly Counter<long> _closed;
    private readonly Counter<long> _limits;
    private readonly Counter<long> _resyncs;
    private readonly Counter<long> _imports;
    private readonly Counter<long> _uploads;
    private readonly Histogram<double> _changeTime;
    private readonly Histogram<double> _joinTime;
    private readonly Histogram<double> _historyTime;
    private readonly Histogram<double> _commitTime;
    private readonly Histogram<int> _commitSize;
    private readonly long[] _hits = new long[ServerLimits.All.Count];
    private long _applied;
    private long _refused;
    private long _messagesIn;
    private long _messagesOut;
    private long _bytesIn;
    private long _bytesOut;
    private long _opened;
    private Func<int> _connections = () => 0;
    private Func<int> _documents = () => 0;

    public WeftMetrics(IMeterFactory factory)
    {
        Meter = factory.Create(MeterName);
        Meter.CreateObservableUpDownCounter("weft.connections", () => _connections(), "{connection}", "Connections that are open.");
        Meter.CreateObservableCounter("weft.connections.opened", () => Interlocked.Read(ref _opened), "{connection}", "Connections that were opened.");
        _closed = Meter.CreateCounter<long>("weft.connections.closed", "{connection}", "Connections that the server closed, by close code.");
        Meter.CreateObservableUpDownCounter("weft.documents.open", () => _documents(), "{document}", "Documents that are in memory.");
        Meter.CreateObservableCounter("weft.changes.applied", () => Interlocked.Read(ref _applied), "{change}", "Changes that were merged.");
        _rejected = Meter.CreateCounter<long>("weft.changes.rejected", "{change}", "Changes that were rejected, by error code.");
        _changeTime = Meter.CreateHistogram("weft.change.duration", "s", "From the arrival of a change to its being on disk.", null, Times);
        Meter.CreateObservableCounter("weft.messages.received", () => Interlocked.Read(ref _messagesIn), "{message}", "Frames from clients.");
        Meter.CreateObservableCounter("weft.messages.sent", () => Interlocked.Read(ref _messagesOut), "{message}", "Frames to clients.");
        Meter.CreateObservableCounter("weft.network.received", () => Interlocked.Read(ref _bytesIn), "By", "Bytes of the frames from clients.");
        Meter.CreateObservableCounter("weft.network.sent", () => Interlocked.Read(ref _bytesOut), "By", "Bytes of the frames to clients.");
        _commitSize = Meter.CreateHistogram("weft.commit.changes", "{change}", "Changes in one commit.", null, Counts);
        _commitTime = Meter.CreateHistogram("weft.commit.duration", "s", "How long a commit took.", null, Times);
        _joinTime = Meter.CreateHistogram("weft.join.duration", "s", "From the arrival of a join to its answer, opening the document included.", null, Times);
        _historyTime = Meter.CreateHistogram("weft.history.duration", "s", "How long it took to read a document's history again.", null, Times);
        _resyncs = Meter.CreateCounter<long>("weft.resyncs", "{connection}", "Connections that were too slow and have to join again.");
        _limits = Meter.CreateCounter<long>("weft.limits.hit", "{hit}", "How often a limit was hit, by limit.");
        _imports = Meter.CreateCounter<long>("weft.imports", "{import}", "Files that were imported or refused, by outcome.");
        _uploads = Meter.CreateCounter<long>("weft.uploads", "{upload}", "Pictures that came for documents, by outcome: stored, known or refused.");
    }

    public Meter Meter { get; }

    public long Applied => Interlocked.Read(ref _applied);

    public long Rejected => Interlocked.Read(ref _refused);

    public long MessagesReceived => Interlocked.Read(ref _messagesIn);

    public long MessagesSent => Interlocked.Read(ref _messagesOut);

    public long BytesReceived => Interlocked.Read(ref _bytesIn);

    public long BytesSent => Interlocked.Read(ref _bytesOut);

    /// <summary>Says where the numbers of now are read.</summary>
    public void Watch(Func<int> connections, Func<int> documents)
    {
        _connections = connections;
        _documents = documents;
    }

    public void Received(int bytes)
    {
        Interlocked.Increment(ref _messagesIn);
        Interlocked.Add(ref _bytesIn, bytes);
    }

    public void Sent(int bytes)
    {
        Interlocked.Increment(ref _messagesOut);
        Interlocked.Add(ref _bytesOut, bytes);
    }

    public void ConnectionOpened() => Interlocked.Increment(ref _opened);

    public void ConnectionClosed(int code) => _closed.Add(1, new KeyValuePair<string, object?>("code", code));

    public void ChangeApplied() => Interlocked.Increment(ref _applied);

    public void ChangeRejected(string code)
    {
        Interlocked.Increment(ref _refused);
        _rejected.Add(1, new KeyValuePair<string, object?>("code", code));
    }

    public void ChangeDurable(TimeSpan since) => _changeTime.Record(since.TotalSeconds);

    public void Committed(int changes, TimeSpan elapsed)
    {
        _commitSize.Record(changes);
        _commitTime.Record(elapsed.TotalSeconds);
    }

    public void Joined(TimeSpan since) => _joinTime.Record(since.TotalSeconds);

    public void HistoryRead(TimeSpan elapsed) => _historyTime.Record(elapsed.TotalSeconds);

    public void Resync() => _resyncs.Add(1);

    public void Imported(string outcome) => _imports.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Uploaded(string outcome) => _uploads.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Hit(ServerLimit limit)
    {
        Interlocked.Increment(ref _hits[limit.Index]);
        _limits.Add(1, new KeyValuePair<string, object?>("limit", limit.Name));
    }

    public long HitsOf(ServerLimit limit) => Interlocked.Read(ref _hits[limit.Index]);

    public void Dispose() => Meter.Dispose();
}
