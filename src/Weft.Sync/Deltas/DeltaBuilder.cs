using System.Collections.Immutable;
using System.Text;

namespace Weft.Sync;

/// <summary>
/// Collects parts from left to right into the one canonical form: no empty part, no two neighbours that could be one, an insert
/// before a delete at the same place, no plain keep at the end. Equal changes of a text are then equal deltas.
/// </summary>
/// <param name="capacity">How many parts there may be, where that is known: many are then not copied as they become more.</param>
internal sealed class DeltaBuilder(int capacity = 0)
{
    private const int FewParts = 4;

    private readonly ImmutableArray<DeltaPart>.Builder _parts = ImmutableArray.CreateBuilder<DeltaPart>(Math.Max(capacity, FewParts));

    // The text of an insert that others were joined to, and where the insert stands: a thousand of them must not copy it a thousand times.
    private StringBuilder? _text;
    private int _textAt;

    internal void Keep(int length) => Add(DeltaPart.Keep(length));

    internal void Add(DeltaPart part)
    {
        if (part.Length == 0)
        {
            return;
        }

        int end = _parts.Count;
        if (part.Kind == DeltaKind.Insert && end > 0 && _parts[end - 1].Kind == DeltaKind.Delete)
        {
            end--;
        }

        if (end > 0 && _parts[end - 1].CanJoin(part))
        {
            Join(end - 1, part);
        }
        else
        {
            _parts.Insert(end, part);
        }
    }

    internal TextDelta ToDelta()
    {
        WriteText();
        if (_parts.Count > 0 && _parts[^1].IsPlainKeep)
        {
            _parts.RemoveAt(_parts.Count - 1);
        }

        return _parts.Count == 0 ? TextDelta.Empty : new TextDelta(_parts.DrainToImmutable());
    }

    private void Join(int at, DeltaPart part)
    {
        if (part.Text is not { } text)
        {
            _parts[at] = _parts[at].Longer(part.Length);
            return;
        }

        if (_text is null || _textAt != at)
        {
            WriteText();
            (_text, _textAt) = (new StringBuilder(_parts[at].Text), at);
        }

        _text.Append(text);
    }

    private void WriteText()
    {
        if (_text is not null)
        {
            _parts[_textAt] = DeltaPart.Insert(_text.ToString(), _parts[_textAt].Attributes);
            _text = null;
        }
    }
}
