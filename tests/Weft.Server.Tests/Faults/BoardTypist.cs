using Weft.Client;
using Weft.Protocol;

namespace Weft.Server.Tests.Faults;

/// <summary>Draws shapes, moves them about and deletes its oldest ones.</summary>
internal sealed class BoardTypist(ServerAddress server, string document, string author, int seed) : Typist(server, document, author, seed)
{
    private const string Elements = "elements";
    private const int MaxShapes = 40;

    private readonly Queue<string> _shapes = new();
    private int _count;

    public override string View(WeftClient client) =>
        string.Concat(client.Items(Elements).OrderBy(i => i.Id, StringComparer.Ordinal).Select(i => $"[{i.Id}={i.Properties["x"]}]"));

    protected override void Edit(Random random)
    {
        _count++;
        if (_shapes.Count > MaxShapes)
        {
            var oldest = _shapes.Dequeue();
            Make(oldest, "none", new DeleteOperation($"{Elements}/{oldest}"));
        }
        else if (_shapes.Count > 0 && random.Next(2) == 0)
        {
            var shape = _shapes.ElementAt(random.Next(_shapes.Count));
            Make(shape, $"{_count}", new MoveOperation($"{Elements}/{shape}", _count, 0));
        }
        else
        {
            var shape = $"{Author}-{_count}";
            var properties = new Dictionary<string, RawJson> { ["x"] = RawJson.Parse($"{_count}") };
            Make(shape, $"{_count}", new AddOperation($"{Elements}/{shape}", "rectangle", properties));
            _shapes.Enqueue(shape);
        }
    }

    protected override string Find(string view, string key)
    {
        var parts = view.Split($"[{key}=");
        return parts.Length == 1 ? "none" : parts[1][..parts[1].IndexOf(']', StringComparison.Ordinal)];
    }

    private void Make(string shape, string x, WireOperation operation) => Book.Made(Client.Edit(operation), shape, x);
}
