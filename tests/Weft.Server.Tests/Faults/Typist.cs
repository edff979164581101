using Weft.Client;
using Weft.Sync;

namespace Weft.Server.Tests.Faults;

/// <summary>Somebody who edits one document without end, over connections that break, and keeps book.</summary>
internal abstract class Typist : IAsyncDisposable
{
    /// <summary>Unanswered changes past which a typist waits, as a person does who sees that nothing is saved.</summary>
    private const int MaxUnsaved = 100;

    private readonly Random _random;

    protected Typist(ServerAddress server, string document, string author, int seed)
    {
        Author = author;
        Document = document;
        _random = new Random(seed);
        Client = new WeftClient(server, new SessionSettings(document, author, author), new WeftClientOptions { FirstRetry = TimeSpan.FromMilliseconds(50) });
        Client.Happened += (_, happened) => Book.Hear(happened.Output);
        Client.StatusChanged += (_, changed) =>
        {
            // Ten attempts are soon over when the server starts slowly; a person would press the button.
            if (changed.Status.State == ClientState.Failed)
            {
                Client.Reconnect();
            }
        };
    }

    public string Author { get; }

    public string Document { get; }

    public WeftClient Client { get; }

    public Ledger Book { get; } = new();

    public static Typist Create(ServerAddress server, string document, string kind, string author, int seed) => kind == "board"
        ? new BoardTypist(server, document, author, seed)
        : new TextTypist(server, document, author, seed);

    /// <summary>Edits until told to stop.</summary>
    public async Task TypeAsync(CancellationToken stop)
    {
        await Client.Ready.WaitAsync(stop);
        while (!stop.IsCancellationRequested)
        {
            if (Client.UnsavedCount < MaxUnsaved)
            {
                Edit(_random);
            }

            await Task.Delay(_random.Next(20, 80), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What is otherwise than this author's book says, in a client's document.</summary>
    public IEnumerable<string> Problems(WeftClient client)
    {
        var view = View(client);
        return Book.Problems(key => Find(view, key)).Select(problem => $"{Author}: {problem}");
    }

    /// <summary>The document as one string, to compare two clients by.</summary>
    public abstract string View(WeftClient client);

    public override string ToString() =>
        $"{Author} ({Client.Status.State}, attempt {Client.Status.Attempt}, {Client.UnsavedCount} unsaved, revision {Client.Revision}, {Client.Status.Reason})";

    public ValueTask DisposeAsync() => Client.DisposeAsync();

    protected abstract void Edit(Random random);

    /// <summary>The value of a fact in a document as <see cref="View"/> gives it.</summary>
    protected abstract string Find(string view, string key);
}
