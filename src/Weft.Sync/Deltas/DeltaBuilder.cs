using Weft.Engine;

namespace Weft.Sync;

/// <summary>
/// Collects parts from left to right into the one canonical form: no empty part, no two neighbours that could be one, an insert
/// before a delete at the same place, no plain keep at the end. Equal changes of a text are then equal deltas.
/// </summary>
internal sealed class DeltaBuilder
{
    private readonly List<DeltaPart> _parts = [];

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

        if (end > 0 && _parts[end - 1].TryJoin(part, out DeltaPart joined))
        {
            _parts[end - 1] = joined;
        }
        else
        {
            _parts.Insert(end, part);
        }
    }

    internal TextDelta ToDelta()
    {
        if (_parts.Count > 0 && _parts[^1].IsPlainKeep)
        {
            _parts.RemoveAt(_parts.Count - 1);
        }

        return _parts.Count == 0 ? TextDelta.Empty : new TextDelta([.. _parts]);
    }
}
