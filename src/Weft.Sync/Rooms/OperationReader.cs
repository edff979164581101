using System.Collections.Immutable;
using System.Globalization;
using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>
/// Operations of the wire as those of the engine (CHANGE-5, CHANGE-7). Reads what a peer sent, so that nothing here is believed but
/// that the message could be parsed.
/// </summary>
internal sealed class OperationReader(ImmutableArray<WireOperation> ops, SchemaCheck schema, int maxPropertyLength)
{
    private readonly ImmutableArray<Operation>.Builder _operations = ImmutableArray.CreateBuilder<Operation>(ops.Length);

    /// <summary>Which operation of the wire each came from; null as long as each of the wire is one.</summary>
    private List<int>? _sources;

    /// <summary>Hands over the operations that were read.</summary>
    internal ImmutableArray<Operation> TakeOperations() => _operations.DrainToImmutable();

    /// <summary>The field that an operation of the engine came from.</summary>
    internal string FieldOf(int operation) =>
        Field(_sources is null ? operation : operation < _sources.Count ? _sources[operation] : 0);

    /// <summary>Reads all operations of a change; tells why it cannot.</summary>
    internal Refusal? Read()
    {
        for (int i = 0; i < ops.Length; i++)
        {
            if (ReadOne(ops[i], i) is { } refusal)
            {
                return refusal with { At = Field(i) };
            }
        }

        return _operations.Count == 0
            ? new Refusal(ErrorCodes.BadField, "The change does nothing; do not send it.", "ops")
            : null;
    }

    private Refusal? ReadOne(WireOperation operation, int source) => operation switch
    {
        TextOperation text => ReadText(text, source),
        ClearOperation clear => IsSegment(clear.Path) ? Add(new ClearItems(clear.Path), source) : UnknownPath(clear.Path),
        _ => ItemPathOf(operation.Path) is { } path ? ReadItem(operation, path, source) : UnknownPath(operation.Path),
    };

    private Refusal? ReadText(TextOperation text, int source)
    {
        if (!IsSegment(text.Path) && (text.Path.Split('/') is not { Length: 3 } segments || !segments.All(segment => IsSegment(segment))))
        {
            return UnknownPath(text.Path);
        }

        if (text.Changes is [{ } only] && Typed(text.Path, only) is { } typed)
        {
            return Add(typed, source);
        }

        foreach (Operation operation in TextDelta.FromEdits(text.Changes).ToOperations(text.Path))
        {
            if (Add(operation, source) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    /// <summary>One insertion or deletion of plain text, as nearly every change of a text is; null for anything else.</summary>
    private static Operation? Typed(string path, TextEdit edit) => edit switch
    {
        { Attributes: not null } or { From: < 0 } => null,
        { Insert.Text: { Length: > 0 } inserted } when edit.From == edit.To => new InsertText(path, edit.From, inserted, Engine.Properties.Empty),
        { Insert: null } when edit.From < edit.To => new DeleteText(path, edit.From, edit.To - edit.From),
        _ => null,
    };

    private Refusal? ReadItem(WireOperation operation, ItemPath path, int source)
    {
        switch (operation)
        {
            case AddOperation add:
                return Properties(add.Properties, out Properties first) ?? Add(new AddItem(path, add.Kind, first.WithoutNulls()), source);
            case UpdateOperation update:
                return Properties(update.Properties, out Properties written) ?? Set(path, written, source);
            case DeleteOperation:
                return Add(new DeleteItem(path), source);
            case RestoreOperation:
                return Add(new RestoreItem(path), source);
            default:
                return Set(path, ItemProperties.WrittenBy(operation), source);
        }
    }

    private Refusal? Set(ItemPath path, Properties properties, int source) =>
        properties.Count == 0 ? null : Add(new SetProperties(path, properties), source);

    private Refusal? Properties(IReadOnlyDictionary<string, RawJson> wire, out Properties properties)
    {
        properties = Engine.Properties.Empty;
        foreach ((string key, RawJson value) in wire)
        {
            if (key.Length is 0 or > Limits.MaxPathLength || value.Text.Length > maxPropertyLength)
            {
                return new Refusal(ErrorCodes.BadProperty, $"A property may hold at most {maxPropertyLength} characters, and has a name.");
            }
        }

        properties = WireValues.ToProperties(wire);
        return null;
    }

    private Refusal? Add(Operation operation, int source)
    {
        if (schema(operation) is { } violation)
        {
            return new Refusal(violation.Code, violation.Message);
        }

        if (_sources is null && source != _operations.Count)
        {
            _sources = [.. Enumerable.Range(0, _operations.Count)];
        }

        _sources?.Add(source);
        _operations.Add(operation);
        return null;
    }

    private static ItemPath? ItemPathOf(string path)
    {
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && IsSegment(path.AsSpan(slash + 1)) ? new ItemPath(path[..slash], path[(slash + 1)..]) : null;
    }

    private static bool IsSegment(ReadOnlySpan<char> text) => text.Length > 0 && !text.Contains('/');

    private static string Field(int operation) => string.Create(CultureInfo.InvariantCulture, $"ops[{operation}]");

    private static Refusal UnknownPath(string path) => new(ErrorCodes.UnknownPath, $"The document has no '{path}'.");
}
