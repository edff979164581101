using Weft.Client;
using Weft.Protocol;

namespace Weft.Server.Tests.Faults;

/// <summary>Inserts words of its own between the words of others, and deletes its oldest ones.</summary>
internal sealed class TextTypist(ServerAddress server, string document, string author, int seed) : Typist(server, document, author, seed)
{
    private const string Body = "body";

    /// <summary>Own words at once: the text stays a few pages long however long the run is.</summary>
    private const int MaxWords = 60;

    private readonly Queue<(long Id, string Word)> _words = new();
    private int _count;

    public override string View(WeftClient client) => client.Text(Body);

    protected override void Edit(Random random)
    {
        if (_words.Count > MaxWords && Book.IsSaved(_words.Peek().Id))
        {
            Delete(_words.Dequeue().Word);
            return;
        }

        var word = $"<{Author}:{++_count}>";
        var id = Client.EditText(Body, text =>
        {
            var at = Boundary(text.ToString()!, random);
            return new TextEdit(at, at, TextContent.Of(word));
        });
        Book.Made(id, word, "1");
        _words.Enqueue((id, word));
    }

    protected override string Find(string view, string key) => $"{view.Split(key).Length - 1}";

    private static int Boundary(string text, Random random) => text.IndexOf('>', random.Next(text.Length + 1)) + 1;

    private void Delete(string word)
    {
        var view = string.Empty;
        try
        {
            var id = Client.EditText(Body, text =>
            {
                view = text.ToString()!;
                var at = view.IndexOf(word, StringComparison.Ordinal);
                return at < 0 ? throw new InvalidOperationException(word) : new TextEdit(at, at + word.Length);
            });
            Book.Made(id, word, "0");
        }
        catch (InvalidOperationException missing) when (missing.Message == word)
        {
            Book.Complain($"{word} was saved and is not in its author's view at revision {Client.Revision}: {view}");
        }
    }
}
