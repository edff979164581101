using System.Text;
using System.Text.Json;
using Weft.Engine;

namespace Weft.Testing.Generators;

/// <summary>
/// Makes editing histories as people make them: bursts of typing, corrections, jumps, pasted paragraphs, cuts; with
/// several authors, times of working apart. The result is JSON in the format of github.com/josephg/editing-traces.
/// </summary>
public static class TraceGenerator
{
    private const string Path = "body";

    private static readonly string[] _words =
        ["the ", "weft ", "runs ", "across ", "warp ", "and ", "cloth ", "grows.\n", "thread ", "shuttle, ", "loom ", "a "];

    /// <summary>
    /// A history of one author, with characters outside the basic plane; positions count code points.
    /// </summary>
    public static string Sequential(Random random, int transactions)
    {
        ArgumentNullException.ThrowIfNull(random);
        var author = new Author(random, withWideCharacters: true);
        var text = new List<Rune>();
        return Write(writer =>
        {
            writer.WriteString("startContent", "");
            writer.WriteStartArray("txns");
            for (var i = 0; i < transactions; i++)
            {
                var (position, deleted, inserted) = author.Next(text.Count);
                text.RemoveRange(position, deleted);
                text.InsertRange(position, inserted.EnumerateRunes());
                writer.WriteStartObject();
                writer.WriteString("time", "2026-01-01T00:00:00.000Z");
                WritePatch(writer, position, deleted, inserted);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteString("endContent", string.Concat(text));
        });
    }

    /// <summary>A history of several authors who mostly work at once and now and then apart.</summary>
    public static string Concurrent(Random random, int authors, int transactions)
    {
        ArgumentNullException.ThrowIfNull(random);
        var people = Enumerable.Range(0, authors).Select(_ => (new Document(), new Author(random, withWideCharacters: false))).ToArray();
        var indexes = new Dictionary<EventId, int>();
        var all = new Document();
        return Write(writer =>
        {
            writer.WriteString("kind", "concurrent");
            writer.WriteNumber("numAgents", authors);
            writer.WriteStartArray("txns");
            var isApart = false;
            for (var i = 0; i < transactions; i++)
            {
                isApart = random.Next(200) == 0 ? !isApart : isApart;
                var who = random.Next(authors);
                var (document, author) = people[who];
                if (random.Next(isApart ? 400 : 4) == 0)
                {
                    Sync(all, document);
                }

                var change = Commit(document, $"agent{who}", author.Next(document.Text(Path).Length));
                all.Merge(change);
                indexes.Add(change.LastEvent, i);
                WriteTransaction(writer, change, who, indexes);
            }

            writer.WriteEndArray();
            writer.WriteString("endContent", all.Text(Path).Substring(0, all.Text(Path).Length));
        });
    }

    private static void Sync(Document from, Document to)
    {
        foreach (var change in from.ChangesSince(to.Version))
        {
            to.Merge(change);
        }
    }

    private static Change Commit(Document document, string agent, (int Position, int Deleted, string Inserted) patch)
    {
        using var transaction = document.Begin(agent, 0);
        if (patch.Deleted > 0)
        {
            transaction.Delete(Path, patch.Position, patch.Deleted);
        }

        if (patch.Inserted.Length > 0)
        {
            transaction.Insert(Path, patch.Position, patch.Inserted);
        }

        return transaction.Commit();
    }

    private static void WriteTransaction(Utf8JsonWriter writer, Change change, int who, Dictionary<EventId, int> indexes)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("parents");
        foreach (var parent in change.Parents.Heads)
        {
            writer.WriteNumberValue(indexes[parent]);
        }

        writer.WriteEndArray();
        writer.WriteNumber("agent", who);
        var deletion = change.Operations.OfType<DeleteText>().FirstOrDefault();
        var insertion = change.Operations.OfType<InsertText>().FirstOrDefault();
        WritePatch(writer, deletion?.Position ?? insertion!.Position, deletion?.Length ?? 0, insertion?.Text ?? "");
        writer.WriteEndObject();
    }

    private static void WritePatch(Utf8JsonWriter writer, int position, int deleted, string inserted)
    {
        writer.WriteStartArray("patches");
        writer.WriteStartArray();
        writer.WriteNumberValue(position);
        writer.WriteNumberValue(deleted);
        writer.WriteStringValue(inserted);
        writer.WriteEndArray();
        writer.WriteEndArray();
    }

    private static string Write(Action<Utf8JsonWriter> content)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            content(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Somebody who writes, with a caret.</summary>
    private sealed class Author(Random random, bool withWideCharacters)
    {
        private int _caret;
        private string _word = "";

        public (int Position, int Deleted, string Inserted) Next(int length)
        {
            _caret = Math.Min(_caret, length);
            var mood = random.Next(100);
            if (mood < 2 && length > 0)
            {
                _caret = random.Next(length + 1);
            }

            if (mood < 12 && _caret > 0)
            {
                _caret--;
                return (_caret, 1, "");
            }

            if (mood == 99 && length - _caret > 0)
            {
                return (_caret, random.Next(1, Math.Min(30, length - _caret) + 1), "");
            }

            return Type(mood == 98 ? random.Next(10, 40) : 1);
        }

        private (int Position, int Deleted, string Inserted) Type(int words)
        {
            if (words == 1)
            {
                _word = _word.Length > 1 ? _word[1..] : _words[random.Next(_words.Length)];
            }

            var typed = words > 1 ? string.Concat(Enumerable.Range(0, words).Select(_ => _words[random.Next(_words.Length)]))
                : withWideCharacters && random.Next(200) == 0 ? "\U0001F9F5"
                : _word[..1];
            var at = _caret;
            _caret += typed.EnumerateRunes().Count();
            return (at, 0, typed);
        }
    }
}
