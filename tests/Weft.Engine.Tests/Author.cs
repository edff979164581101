using System.Collections.Immutable;

namespace Weft.Engine.Tests;

/// <summary>Somebody with a document of their own.</summary>
internal sealed class Author(string name)
{
    public const string Body = "body";

    public Document Document { get; } = new();

    /// <summary>Wall time in milliseconds.</summary>
    public long Now { get; set; } = 1000;

    public string Text => Document.Text(Body).ToString()!;

    public Change Do(params ReadOnlySpan<Operation> operations)
    {
        using var transaction = Document.Begin(name, Now);
        foreach (var operation in operations)
        {
            transaction.Add(operation);
        }

        return transaction.Commit();
    }

    public Change Insert(int position, string text) => Do(new InsertText(Body, position, text, Properties.Empty));

    public Change Delete(int position, int length) => Do(new DeleteText(Body, position, length));

    public Change Format(int position, int length, JsonValue value) => Do(new FormatText(Body, position, length, "bold", value));

    /// <summary>Types text as changes of one character, from left to right, or from right to left.</summary>
    public Change[] Type(int position, string text, bool backwards = false)
    {
        var changes = new Change[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            changes[i] = backwards ? Insert(position, text[^(i + 1)].ToString()) : Insert(position + i, text[i].ToString());
        }

        return changes;
    }

    /// <summary>Merges changes that must be taken, and gives what they came to.</summary>
    public ImmutableArray<Operation> Receive(params ReadOnlySpan<Change> changes)
    {
        var effects = ImmutableArray.CreateBuilder<Operation>();
        foreach (var change in changes)
        {
            foreach (var applied in Assert.IsType<MergeResult.Applied>(Document.Merge(change)).Changes)
            {
                effects.AddRange(applied.Transformed);
            }
        }

        Document.CheckInvariants();
        return effects.DrainToImmutable();
    }

    /// <summary>A change that nobody has merged yet, of what this author has seen.</summary>
    public Change Draft(params ImmutableArray<Operation> operations)
    {
        var clock = HybridTimestamp.After(Document.ClockAt(Document.Version), Now);
        return new Change(name, Document.NextSequence(name), Document.Version, clock, operations);
    }
}
