using System.Collections.Immutable;
using System.Globalization;
using Weft.Engine;
using Weft.Protocol;
using Version = Weft.Engine.Version;

namespace Weft.Sync;

/// <summary>
/// What a role allows of a change (ACCESS-5, ACCESS-8). It is judged by the document as it is when the change arrives, whatever its author had
/// seen: what was locked meanwhile is locked.
/// </summary>
/// <param name="document">The document.</param>
/// <param name="owners">The person of each client that is one's.</param>
/// <param name="names">What the person of each client is called, as far as that is known.</param>
internal sealed class ChangeRights(Document document, IReadOnlyDictionary<string, string> owners, IReadOnlyDictionary<string, string> names)
{
    private const string LockedProperty = "locked";

    /// <summary>What can be said without the document; null when nothing is in the way.</summary>
    internal static Refusal? Judge(DocumentRole role, ImmutableArray<WireOperation> ops)
    {
        if (role < DocumentRole.Commenter)
        {
            return new Refusal(ErrorCodes.Forbidden, "Your role in this document is viewer: to change it, ask for the role of an editor.");
        }

        int foreign = role == DocumentRole.Commenter ? ops.IndexOf(ops.FirstOrDefault(operation => !IsOnComment(operation))!) : -1;
        return foreign < 0
            ? null
            : new Refusal(ErrorCodes.Forbidden, OnlyComments, string.Create(CultureInfo.InvariantCulture, $"ops[{foreign}]"));
    }

    /// <summary>What can be said with the document; null when nothing is in the way.</summary>
    /// <param name="grant">Who makes the change.</param>
    /// <param name="operations">Its operations.</param>
    /// <param name="parents">What its author had seen.</param>
    /// <param name="operation">The index of the operation that is in the way.</param>
    internal Refusal? Judge(RoomGrant grant, ImmutableArray<Operation> operations, Version parents, out int operation)
    {
        operation = 0;
        if (grant.Role == DocumentRole.Admin)
        {
            return null;
        }

        for (; operation < operations.Length; operation++)
        {
            if (JudgeOne(grant, operations[operation], parents) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private const string OnlyComments = "Your role in this document is commenter: you may add comments and change your own, nothing else.";

    private Refusal? JudgeOne(RoomGrant grant, Operation operation, Version parents)
    {
        if (operation is ClearItems clear)
        {
            return ItemsSeen(clear, parents).Select(item => LockedFor(grant.Caller, item)).FirstOrDefault(agent => agent is not null) is { } other
                ? Locked("One of the items is", other)
                : null;
        }

        if (ItemOf(operation) is not { } path)
        {
            return null;
        }

        if (NamesAnother(grant, operation, path))
        {
            return new Refusal(ErrorCodes.Forbidden, $"A comment names who wrote it as its author: here that is {grant.Name}.");
        }

        if (IsAuthorOfAnother(grant, operation, path))
        {
            return new Refusal(ErrorCodes.Forbidden, "The author of somebody else's comment stays who it is.");
        }

        if (LockedFor(grant.Caller, path) is { } locker)
        {
            return Locked("The item is", locker);
        }

        return grant.Role == DocumentRole.Commenter && document.AgentsThatAdded(path).Any(agent => !IsBy(agent, grant.Caller))
            ? new Refusal(ErrorCodes.Forbidden, OnlyComments)
            : null;
    }

    /// <summary>Whether a comment would show a name that is not that of who writes it. People whom the server has no name for name themselves.</summary>
    private static bool NamesAnother(RoomGrant grant, Operation operation, ItemPath path) =>
        grant.Name is { } name
        && string.Equals(path.Collection, Names.Comments, StringComparison.Ordinal)
        && WrittenBy(operation) is { } written
        && written.TryGetValue("author", out JsonValue author)
        && author != JsonValue.FromString(name);

    /// <summary>Whether a comment of somebody else would get another author, or none.</summary>
    private bool IsAuthorOfAnother(RoomGrant grant, Operation operation, ItemPath path) =>
        string.Equals(path.Collection, Names.Comments, StringComparison.Ordinal)
        && WrittenBy(operation)?.TryGetValue("author", out _) == true
        && document.AgentsThatAdded(path).Any(agent => !IsBy(agent, grant.Caller));

    private static Properties? WrittenBy(Operation operation) => operation switch
    {
        AddItem add => add.Properties,
        SetProperties set => set.Properties,
        _ => null,
    };

    private static bool IsOnComment(WireOperation operation) => operation is not (TextOperation or ClearOperation)
        && operation.Path.StartsWith(Names.Comments + "/", StringComparison.Ordinal);

    private IEnumerable<ItemPath> ItemsSeen(ClearItems clear, Version parents) => document.Items(clear.Collection)
        .Where(item => item.Properties.TryGetValue(LockedProperty, out _))
        .Select(item => new ItemPath(clear.Collection, item.Id))
        .Where(item => document.HasSeen(parents, item));

    /// <summary>The client that locked an item, when that is not one of the caller's; null when the item is free for the caller.</summary>
    private string? LockedFor(string caller, ItemPath item) =>
        document.TryFindWrite(item, LockedProperty, out JsonValue value, out string agent)
        && !value.IsNull
        && value != JsonValue.False
        && !IsBy(agent, caller)
            ? agent
            : null;

    /// <summary>Whether a client is a person's. What was written by a client that is nobody's is one's own for nobody.</summary>
    private bool IsBy(string agent, string caller) =>
        owners.TryGetValue(agent, out string? owner) && string.Equals(owner, caller, StringComparison.Ordinal);

    private static ItemPath? ItemOf(Operation operation) => operation switch
    {
        AddItem add => add.Path,
        SetProperties set => set.Path,
        DeleteItem delete => delete.Path,
        RestoreItem restore => restore.Path,
        InsertText or InsertEmbed or DeleteText or FormatText =>
            OperationWriter.TextPath(operation).Split('/') is [var collection, var id, _] ? new ItemPath(collection, id) : null,
        _ => null,
    };

    private Refusal Locked(string what, string agent) =>
        new(ErrorCodes.Locked, $"{what} locked by {names.GetValueOrDefault(agent, "somebody else")}: only they, or an admin of the document, can change it.");
}
