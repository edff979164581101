using System.Diagnostics;

namespace Weft.Engine;

/// <summary>
/// Events yet to be visited by a walk through the graph, the newest on top. Each has its run beside it, and a mark of
/// two bits; of equal events the one with the greater mark comes first. A binary heap in one array of numbers, so that
/// comparing two is comparing two integers. Reused, so that walking allocates nothing.
/// </summary>
internal sealed class EventHeap
{
    private const int EventShift = 33;
    private const int MarkShift = 31;
    private const int BothSides = 3;

    /// <summary>Among so many it is worth its while to look for an event that a new one says something about.</summary>
#if DEBUG
    private const int FewEvents = 3;
#else
    private const int FewEvents = 8;
#endif

    private ulong[] _keys = new ulong[16];

    public int Count { get; private set; }

    public static int EventOf(ulong key) => (int)(key >> EventShift);

    public static int MarkOf(ulong key) => (int)(key >> MarkShift) & 3;

    public static int RunOf(ulong key) => (int)(key & int.MaxValue);

    /// <summary>Whether there is an event on top that is not before another.</summary>
    public bool HasAtLeast(int lv) => Count > 0 && EventOf(_keys[0]) >= lv;

    public void Clear() => Count = 0;

    public void Push(int lv, int run, int mark)
    {
        Debug.Assert(lv >= 0 && run >= 0 && mark is >= 0 and <= 3, "Each has its bits.");
        var key = ((ulong)(uint)lv << EventShift) | ((ulong)(uint)mark << MarkShift) | (uint)run;
        var at = Count++;
        if (at == _keys.Length)
        {
            Array.Resize(ref _keys, 2 * at);
        }

        var keys = _keys;
        while (at > 0)
        {
            var parent = (at - 1) >> 1;
            if (keys[parent] >= key)
            {
                break;
            }

            keys[at] = keys[parent];
            at = parent;
        }

        keys[at] = key;
    }

    /// <summary>
    /// Pushes an event that is marked with the sides it was reached from, two bits. Where the heap is small, what is
    /// known from both sides by now is marked so at once, and what is known already is not pushed.
    /// </summary>
    /// <returns>By how many there are more events now that were reached from one side only.</returns>
    public int PushSide(int lv, int run, int side)
    {
        var more = 0;
        var keys = _keys.AsSpan(0, Count <= FewEvents ? Count : 0);
        for (var i = 0; i < keys.Length; i++)
        {
            if (RunOf(keys[i]) != run)
            {
                continue;
            }

            var other = EventOf(keys[i]);
            var otherSide = MarkOf(keys[i]);
            if (other >= lv && (otherSide | side) == otherSide)
            {
                return more;
            }

            // The order of the heap is by event first, so a mark may grow where it is.
            if (other == lv || (other < lv && side == BothSides && otherSide != BothSides))
            {
                keys[i] |= (ulong)BothSides << MarkShift;
                more--;
            }

            if (other == lv)
            {
                return more;
            }
        }

        Push(lv, run, side);
        return side == BothSides ? more : more + 1;
    }

    public ulong Pop()
    {
        var keys = _keys;
        var top = keys[0];
        var count = --Count;
        var key = keys[count];
        var at = 0;
        for (var child = 1; child < count; child = (2 * at) + 1)
        {
            if (child + 1 < count && keys[child + 1] > keys[child])
            {
                child++;
            }

            if (keys[child] <= key)
            {
                break;
            }

            keys[at] = keys[child];
            at = child;
        }

        keys[at] = key;
        return top;
    }
}
