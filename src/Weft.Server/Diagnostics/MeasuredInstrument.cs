using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Weft.Server.Diagnostics;

/// <summary>One instrument and what it measured. Instruments here have one tag at most. For any thread.</summary>
internal sealed class MeasuredInstrument
{
    private readonly ConcurrentDictionary<string, MeasuredSeries> _labelled = new(StringComparer.Ordinal);
    private readonly bool _isObserved;
    private MeasuredSeries? _plain;

    public MeasuredInstrument(Instrument instrument)
    {
        Name = instrument.Name;
        Unit = instrument.Unit;
        Description = instrument.Description ?? string.Empty;
        _isObserved = instrument.IsObservable;
        var kind = instrument.GetType().GetGenericTypeDefinition();
        IsCounter = kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>);
        Bounds = instrument switch
        {
            Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => bounds,
            Histogram<int> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
            _ => null,
        };
    }

    public string Name { get; }

    public string? Unit { get; }

    public string Description { get; }

    /// <summary>Whether it only grows.</summary>
    public bool IsCounter { get; }

    /// <summary>The upper bounds of a histogram's buckets; null for what is no histogram.</summary>
    public IReadOnlyList<double>? Bounds { get; }

    public IEnumerable<MeasuredSeries> Series() =>
        _labelled.Values.OrderBy(series => series.Label!.Value.Value, StringComparer.Ordinal).Concat(_plain is null ? [] : [_plain]);

    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = tags.IsEmpty ? Plain() : Labelled(tags[0]);
        if (_isObserved)
        {
            series.Set(value);
        }
        else
        {
            series.Add(value);
        }
    }

    private MeasuredSeries Plain() => _plain ?? Interlocked.CompareExchange(ref _plain, new MeasuredSeries(null, Bounds), null) ?? _plain;

    private MeasuredSeries Labelled(KeyValuePair<string, object?> tag)
    {
        var value = Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? string.Empty;
        return _labelled.GetOrAdd(value, static (text, made) => new MeasuredSeries(KeyValuePair.Create(made.Key, text), made.Bounds), (tag.Key, Bounds));
    }
}
