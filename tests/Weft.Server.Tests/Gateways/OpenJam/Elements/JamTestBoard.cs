using System.Text.Json;
using Weft.Engine;
using Weft.Kinds;
using Weft.Protocol;
using Weft.Server.Gateways.OpenJam.Elements;

namespace Weft.Server.Tests.Gateways.OpenJam.Elements;

/// <summary>One replica of a board on which somebody works with OpenJam or with our web app.</summary>
internal sealed class JamTestBoard(string agent)
{
    public const long Now = 1_795_166_273_980;

    private static readonly DocumentKind Kind = DocumentKinds.Find("board")!;

    private long _time = Now;

    public Document Document { get; } = new();

    public BoardItems Items => BoardItems.Of(Document, new JamPictures(hash => $"weft:{hash}"));

    public List<Change> Changes { get; } = [];

    public IReadOnlyList<JamElement> Elements => JamReader.Elements(Items);

    public static JsonElement Json(string json)
    {
        using var parsed = JsonDocument.Parse(json);
        return parsed.RootElement.Clone();
    }

    public JamElement Element(string id) => JamReader.Element(Items, id) ?? throw new InvalidOperationException($"There is no element '{id}'.");

    public Item Item(string id) => Document.Find(new ItemPath("elements", id)) ?? throw new InvalidOperationException($"There is no item '{id}'.");

    /// <summary>Does something as OpenJam would say it.</summary>
    public JamEdit Do(string opType, string data, long now = Now)
    {
        var edit = JamWriter.Apply(Items, opType, Json(data), now);
        Take(edit);
        return edit;
    }

    public JamEdit Add(string element) => Do("add", $$"""{"opId":"op","elementId":"","timestamp":{{Now}},"element":{{element}}}""");

    public JamEdit Update(string id, string changes) => Do("update", $$"""{"elementId":"{{id}}","timestamp":{{Now + 5}},"changes":{{changes}}}""");

    /// <summary>Does what an edit says, in a change of its own for each few: it may be cut anywhere.</summary>
    public void Take(JamEdit edit)
    {
        Assert.Null(edit.Refusal);
        foreach (var part in edit.Operations.Chunk(7))
        {
            Commit(part.SelectMany(ToEngine));
        }
    }

    /// <summary>Draws something in our web app.</summary>
    public void Draw(string id, string kind, string properties) => Commit([new AddItem(new ItemPath("elements", id), kind, Read(properties))]);

    /// <summary>Changes something in our web app.</summary>
    public void Set(string id, string properties) => Commit([new SetProperties(new ItemPath("elements", id), Read(properties))]);

    public void Delete(params string[] ids) => Commit(ids.Select(id => new DeleteItem(new ItemPath("elements", id))));

    /// <summary>Takes over what another replica has, and gives it what this one has.</summary>
    public void MeetWith(JamTestBoard other)
    {
        var (mine, theirs) = (Changes.ToList(), other.Changes.ToList());
        foreach (var change in theirs.Except(mine))
        {
            Document.Merge(change);
            Changes.Add(change);
        }

        foreach (var change in mine.Except(theirs))
        {
            other.Document.Merge(change);
            other.Changes.Add(change);
        }
    }

    public static Properties Read(string properties) => Properties.From(
        Json(properties).EnumerateObject().Select(p => KeyValuePair.Create(p.Name, JsonValue.FromElement(p.Value))));

    private void Commit(IEnumerable<Operation> operations)
    {
        using var transaction = Document.Begin(agent, ++_time);
        foreach (var operation in operations)
        {
            Assert.Null(Kind.Check(operation));
            transaction.Add(operation);
        }

        Changes.Add(transaction.Commit());
    }

    private IEnumerable<Operation> ToEngine(WireOperation operation)
    {
        if (operation is ClearOperation clear)
        {
            return [new ClearItems(clear.Path)];
        }

        var path = operation.Path.Split('/') is [var collection, var id] ? new ItemPath(collection, id) : throw new InvalidOperationException(operation.Path);
        return operation switch
        {
            AddOperation add => [new AddItem(path, add.Kind, ToProperties(add.Properties))],
            UpdateOperation update => [new SetProperties(path, ToProperties(update.Properties))],
            DeleteOperation => [new DeleteItem(path)],
            RestoreOperation => [new RestoreItem(path)],
            _ => throw new InvalidOperationException(operation.ToString()),
        };
    }

    private static Properties ToProperties(IReadOnlyDictionary<string, RawJson> wire) =>
        Properties.From(wire.Select(p => KeyValuePair.Create(p.Key, JsonValue.Parse(p.Value.Text))));
}
