using System.Collections.Immutable;
using Weft.Engine;
using Weft.Protocol;

namespace Weft.Sync;

/// <summary>Makes of the recent changes what people did: gestures, in few words and of bounded size (HIST-2, HIST-3).</summary>
internal static class GestureList
{
    /// <summary>Changes that are looked at: some minutes of a busy room.</summary>
    private const int MaxChanges = 2_048;

    /// <summary>Gestures that are told, the newest: as many as somebody reads.</summary>
    private const int MaxGestures = 100;

    internal static ImmutableArray<Gesture> Of(ChangeTail tail, Document document, Func<string, string> nameOf)
    {
        var gestures = new Queue<GestureBuilder>();
        var newest = new Dictionary<string, GestureBuilder>(StringComparer.Ordinal);
        foreach (RecentChange change in tail.Since(Math.Max(tail.Base, tail.Revision - MaxChanges)))
        {
            KeyValuePair<string, TextDelta>[] texts = TextsOf(change);
            foreach (GestureBuilder gesture in gestures)
            {
                gesture.Move(texts);
            }

            string client = change.Message.Client;
            if (newest.TryGetValue(client, out GestureBuilder? last) && last.Takes(change))
            {
                last.Add(change, texts);
            }
            else if (!change.Message.Ops.IsEmpty)
            {
                var gesture = new GestureBuilder(change, texts);
                newest[client] = gesture;
                gestures.Enqueue(gesture);
                if (gestures.Count > MaxGestures)
                {
                    gestures.Dequeue();
                }
            }
        }

        return [.. gestures.OrderBy(gesture => gesture.Revision).Select(gesture => gesture.Build(document, nameOf))];
    }

    private static KeyValuePair<string, TextDelta>[] TextsOf(RecentChange change) =>
        [.. change.Message.Ops.OfType<TextOperation>().Select(text => KeyValuePair.Create(text.Path, TextDelta.FromEdits(text.Changes)))];
}
