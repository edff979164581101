namespace Weft.Engine;

/// <summary>
/// A local change in the making. Operations are in the coordinates of the document after the ones before them; they are
/// gathered, and nothing happens to the document before <see cref="Commit"/>. Leaving it without a commit drops it.
/// </summary>
public ref struct Transaction
{
    private readonly Document _document;
    private readonly string _agent;
    private readonly long _nowMilliseconds;
    private List<Operation>? _operations;

    internal Transaction(Document document, string agent, long nowMilliseconds)
    {
        _document = document;
        _agent = agent;
        _nowMilliseconds = nowMilliseconds;
        _operations = new List<Operation>(1);
    }

    /// <summary>Adds any operation.</summary>
    /// <exception cref="InvalidOperationException">The transaction is over.</exception>
    public void Add(Operation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        Open().Add(operation);
    }

    /// <summary>Inserts text.</summary>
    public void Insert(string path, int position, string text, Properties? attributes = null) =>
        Add(new InsertText(path, position, text, attributes ?? Properties.Empty));

    /// <summary>Inserts one embedded object.</summary>
    public void InsertEmbed(string path, int position, JsonValue embed, Properties? attributes = null) =>
        Add(new InsertEmbed(path, position, embed, attributes ?? Properties.Empty));

    /// <summary>Deletes a range of a text.</summary>
    public void Delete(string path, int position, int length) => Add(new DeleteText(path, position, length));

    /// <summary>Sets one attribute of a range; null takes it away.</summary>
    public void Format(string path, int position, int length, string key, JsonValue value) =>
        Add(new FormatText(path, position, length, key, value));

    /// <summary>Adds an item.</summary>
    public void AddItem(ItemPath path, string kind, Properties properties) => Add(new AddItem(path, kind, properties));

    /// <summary>Writes properties of an item; null takes one away.</summary>
    public void SetProperties(ItemPath path, Properties properties) => Add(new SetProperties(path, properties));

    /// <summary>Deletes an item.</summary>
    public void DeleteItem(ItemPath path) => Add(new DeleteItem(path));

    /// <summary>Undoes the deletion of an item.</summary>
    public void RestoreItem(ItemPath path) => Add(new RestoreItem(path));

    /// <summary>Deletes every item of a collection.</summary>
    public void ClearItems(string collection) => Add(new ClearItems(collection));

    /// <summary>Makes the change, merges it into the document and gives it, to be sent to other replicas.</summary>
    /// <exception cref="InvalidOperationException">
    /// The transaction is over, has no operation, or has one that the document refuses; nothing has happened then.
    /// </exception>
    public Change Commit()
    {
        var operations = Open();
        _operations = null;
        return _document.Commit(_agent, operations, _nowMilliseconds) is { } refused
            ? throw new InvalidOperationException(refused.Message)
            : _document.ChangeAt(_document.ChangeCount - 1);
    }

    /// <summary>Drops what was not committed.</summary>
    public void Dispose() => _operations = null;

    private readonly List<Operation> Open() =>
        _operations ?? throw new InvalidOperationException("The transaction is over.");
}
