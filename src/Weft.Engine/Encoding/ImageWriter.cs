namespace Weft.Engine;

/// <summary>Writes the sections of a document besides its plain text and its history.</summary>
internal readonly struct ImageWriter
{
    /// <summary>Brotli's quality for names and JSON.</summary>
    private const int Quality = 3;

    private readonly DocumentImage _image;
    private readonly Dictionary<string, int> _agents;
    private readonly TextRun[][] _runs;

    /// <param name="image">What is written.</param>
    /// <param name="runs">The runs of its texts.</param>
    public ImageWriter(DocumentImage image, TextRun[][] runs)
    {
        (_image, _runs) = (image, runs);
        _agents = new Dictionary<string, int>(image.Agents.Length, StringComparer.Ordinal);
        foreach (var (name, _) in image.Agents)
        {
            _agents.Add(name, _agents.Count);
        }
    }

    public void WriteSummary(ref SpanWriter body)
    {
        SpanWriter writer = default;
        writer.Number(_image.EventCount);
        writer.Number(_image.ChangeCount);
        writer.Number(_image.Clock.Value);
        writer.Number(_image.Agents.Length);
        foreach (var (name, next) in _image.Agents)
        {
            writer.String(name);
            writer.Number(next);
        }

        writer.Number(_image.Heads.Length);
        foreach (var head in _image.Heads)
        {
            WriteEvent(ref writer, head);
        }

        Close(ref body, ref writer);
    }

    /// <summary>The runs of texts that are not plain, with the sets of attributes that they refer to.</summary>
    public void WriteTexts(ref SpanWriter body)
    {
        SpanWriter writer = default, sets = default;
        var known = new Dictionary<Properties, int> { [Properties.Empty] = 0 };
        writer.Number(_image.Texts.Count);
        for (var i = 0; i < _runs.Length; i++)
        {
            var text = _image.Texts[i];
            writer.String(text.Path);
            writer.Number(text.Text.Length);
            var isPlain = _runs[i] is [] or [{ Text: not null, Attributes.Count: 0 }];
            writer.Byte((byte)((text.HasSurrogates ? ImageReader.HasSurrogates : 0) | (isPlain ? 0 : ImageReader.HasRuns)));
            if (!isPlain)
            {
                WriteRuns(ref writer, ref sets, _runs[i], known);
            }
        }

        SpanWriter joined = default;
        joined.Number(known.Count - 1);
        joined.Bytes(sets.Written);
        joined.Bytes(writer.Written);
        sets.Dispose();
        writer.Dispose();
        Close(ref body, ref joined);
    }

    public void WriteItems(ref SpanWriter body)
    {
        SpanWriter writer = default;
        var collection = "";
        writer.Number(_image.Items.Count);
        foreach (var item in _image.Items)
        {
            writer.Name(item.Path.Collection, collection);
            collection = item.Path.Collection;
            writer.String(item.Path.Id);
            writer.String(item.Kind);
            writer.Number(AgentOf(item.KindStamp.Agent));
            writer.Number(item.KindStamp.Clock.Value);
            var hasStamp = item.DeletedStamp.Agent is not null;
            writer.Byte((byte)((item.IsDeleted ? ImageReader.IsDeleted : 0) | (hasStamp ? ImageReader.HasDeletedStamp : 0)));
            if (hasStamp)
            {
                WriteStamp(ref writer, item.DeletedStamp, item.KindStamp);
            }

            writer.Number(item.Properties.Length);
            foreach (var (key, value, stamp) in item.Properties)
            {
                writer.String(key);
                writer.String(value.Text);
                WriteStamp(ref writer, stamp, item.KindStamp);
            }

            writer.Number(item.Adds.Length);
            foreach (var add in item.Adds)
            {
                WriteEvent(ref writer, add);
            }
        }

        Close(ref body, ref writer);
    }

    private static void WriteRuns(ref SpanWriter writer, ref SpanWriter sets, TextRun[] runs, Dictionary<Properties, int> known)
    {
        writer.Number(runs.Length);
        foreach (var run in runs)
        {
            if (!known.TryGetValue(run.Attributes, out var set))
            {
                known.Add(run.Attributes, set = known.Count);
                sets.Properties(run.Attributes);
            }

            writer.Number(set);
            writer.Number(run.Text?.Length ?? 0);
            if (run.Embed is { } embed)
            {
                writer.String(embed.Text);
            }
        }
    }

    private static void Close(ref SpanWriter body, ref SpanWriter section)
    {
        Packing.Write(ref body, section.Written, Quality, Packing.ImageRatio);
        section.Dispose();
    }

    private int AgentOf(string agent) =>
        _agents.TryGetValue(agent, out var index) ? index : throw new ArgumentException($"There is no agent '{agent}'.", nameof(agent));

    private void WriteEvent(ref SpanWriter writer, EventId id)
    {
        writer.Number(AgentOf(id.Agent));
        writer.Number(id.Sequence);
    }

    /// <summary>0 for the same stamp as another, which most are.</summary>
    private void WriteStamp(ref SpanWriter writer, Stamp stamp, Stamp other)
    {
        if (stamp == other)
        {
            writer.Number(0);
        }
        else
        {
            writer.Number(AgentOf(stamp.Agent) + 1L);
            writer.Zigzag(unchecked(stamp.Clock.Value - other.Clock.Value));
        }
    }
}
