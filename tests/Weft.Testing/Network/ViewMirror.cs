using Weft.Engine;
using Weft.Protocol;
using Weft.Sync;

namespace Weft.Testing.Network;

/// <summary>What an editor would show that only ever hears of changes of the view.</summary>
public sealed class ViewMirror(ClientSession session)
{
    private readonly Dictionary<string, RichText> _texts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (string Kind, Properties Properties)> _items = new(StringComparer.Ordinal);

    /// <summary>Takes one event.</summary>
    public void Apply(ViewChanged change)
    {
        if (change.Origin == ViewOrigin.Reset)
        {
            Reload();
            return;
        }

        foreach (WireOperation operation in change.Ops)
        {
            Apply(operation);
        }
    }

    /// <summary>Compares with what the session shows.</summary>
    public void Check()
    {
        foreach (string path in session.TextPaths.Union(_texts.Keys, StringComparer.Ordinal))
        {
            if (!Text(path).Runs().SequenceEqual(session.Text(path).Runs()))
            {
                throw new InvalidOperationException($"{session.Client}: '{path}' was told as '{Text(path)}' and is '{session.Text(path)}'.");
            }
        }

        if (!_items.SequenceEqual(Shapes()))
        {
            throw new InvalidOperationException($"{session.Client}: the items are not what was told.");
        }
    }

    private IEnumerable<KeyValuePair<string, (string Kind, Properties Properties)>> Shapes() =>
        session.Items("shapes").Select(item => KeyValuePair.Create($"shapes/{item.Id}", (item.Kind, item.Properties)));

    private static Properties Written(Properties state, IReadOnlyDictionary<string, RawJson> values) =>
        values.Aggregate(state, (result, value) => result.Written(value.Key, JsonValue.Parse(value.Value.Text)));

    private void Reload()
    {
        _texts.Clear();
        foreach (string path in session.TextPaths)
        {
            _texts.Add(path, RichText.From(session.Text(path).Runs()));
        }

        _items.Clear();
        foreach (var item in Shapes())
        {
            _items.Add(item.Key, item.Value);
        }
    }

    private RichText Text(string path)
    {
        if (!_texts.TryGetValue(path, out RichText? text))
        {
            _texts.Add(path, text = new RichText());
        }

        return text;
    }

    private void Apply(WireOperation operation)
    {
        switch (operation)
        {
            case TextOperation text:
                TextDelta.FromEdits(text.Changes).Apply(Text(text.Path));
                break;
            case DeleteOperation:
                _items.Remove(operation.Path);
                break;
            case AddOperation add:
                _items[add.Path] = (add.Kind, Written(Properties.Empty, add.Properties));
                break;
            case UpdateOperation update:
                _items[update.Path] = (_items[update.Path].Kind, Written(_items[update.Path].Properties, update.Properties));
                break;
            default:
                throw new InvalidOperationException($"A view was told {operation}.");
        }
    }
}
