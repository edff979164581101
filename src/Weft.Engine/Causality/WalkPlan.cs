using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Weft.Engine;

/// <summary>
/// In what order to walk events so that little is retreated and advanced: a branch to its end before the next one, short
/// branches first, a merge when all that it merges is done.
/// </summary>
/// <remarks>
/// <para>
/// The events are cut into pieces, which are linear: a graph run, cut where another one branches off in its middle.
/// The parents of a piece are those of the run if it starts there, and else the event before it.
/// </para>
/// <para>
/// How long a branch is, is the size of all that is dominated by its first piece: the events that every way down to
/// which leads through it. So the merge of two branches counts for neither of them, but for what both came from. The
/// dominator of a piece is the nearest that its parents have in common; it is found by jump pointers (E. Myers, "An
/// applicative random-access stack") in O(log n).
/// </para>
/// <para>All arrays are reused. Building costs O(n log n) in the number of pieces, and never recurses.</para>
/// </remarks>
internal sealed class WalkPlan
{
    /// <summary>Stands for all that is known before, the parent of every piece that has no other.</summary>
    private const int Root = 0;

    /// <summary>The root, and the pieces in the order of arrival.</summary>
    private Node[] _nodes = [];
    private int _nodeCount;

    /// <summary>Where pieces start.</summary>
    private Column<int> _cuts = new();

    /// <summary>The parents of all nodes but the root, those of each together.</summary>
    private Column<int> _parents = new();

    /// <summary>The children of all nodes, those of each together, the longest branch first.</summary>
    private int[] _children = [];

    private ulong[] _bySize = [];
    private int[] _stack = [];
    private EventRange[] _order = [];

    /// <summary>How many pieces there are.</summary>
    public int Count { get; private set; }

    /// <summary>A piece.</summary>
    public EventRange this[int index]
    {
        get
        {
            Debug.Assert(index < Count, "The index is inside the plan.");
            return _order[index];
        }
    }

    /// <summary>The pieces in the order in which to walk them. Valid until the next plan is made.</summary>
    public ReadOnlySpan<EventRange> Pieces => _order.AsSpan(0, Count);

    /// <summary>Plans the walk over events by a walker that knows all before them.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="from">The first event to walk.</param>
    /// <param name="end">The event after the last one to walk.</param>
    /// <param name="version">
    /// Where the walker stands, in the graph's version before <paramref name="from"/>: of branches as long as each other
    /// the one that goes on from there is the first.
    /// </param>
    public void Build(EventGraph graph, int from, int end, ReadOnlySpan<int> version)
    {
        Debug.Assert(from >= graph.BaseEvents && from <= end && end <= graph.EventCount, "The events are held.");
        Count = 0;
        if (from == end)
        {
            return;
        }

        var run = graph.RunIndexOf(from);
        if (graph.RunAt(run).End >= end)
        {
            Reserve(1, 0);
            _order[Count++] = new EventRange(from, end);
            return;
        }

        Cut(graph, run, from, end);
        Link(graph, run, from);
        Reserve(_nodeCount, _parents.Count);
        SortBySize(graph, version);
        GroupChildren();
        Order();
    }

    /// <summary>Cuts where a run starts, and behind every event of which there is a child elsewhere.</summary>
    private void Cut(EventGraph graph, int firstRun, int from, int end)
    {
        _cuts.Truncate(0);
        _cuts.Add(from);
        for (var i = firstRun; i < graph.RunCount; i++)
        {
            var run = graph.RunAt(i);
            if (run.Start >= end)
            {
                break;
            }

            if (run.Start < from)
            {
                continue;
            }

            _cuts.Add(run.Start);
            foreach (var parent in run.Parents)
            {
                if (parent >= from)
                {
                    _cuts.Add(parent + 1);
                }
            }
        }

        _cuts.Items.AsSpan(0, _cuts.Count).Sort();
        MakeNodes(end);
    }

    private void MakeNodes(int end)
    {
        if (_nodes.Length <= _cuts.Count)
        {
            _nodes = new Node[Math.Max(_cuts.Count + 1, 2 * _nodes.Length)];
        }

        var cuts = _cuts.Span;
        _nodes[Root] = default;
        _nodeCount = 1;
        for (var i = 0; i < cuts.Length; i++)
        {
            var next = i + 1 < cuts.Length ? cuts[i + 1] : end;
            if (cuts[i] < next)
            {
                _nodes[_nodeCount++] = new Node { Start = cuts[i], End = next, Size = next - cuts[i] };
            }
        }
    }

    /// <summary>Finds the parents and the dominator of every node, and counts its children.</summary>
    private void Link(EventGraph graph, int run, int from)
    {
        _parents.Truncate(0);
        for (var i = 1; i < _nodeCount; i++)
        {
            ref var node = ref _nodes[i];
            while (graph.RunAt(run).End <= node.Start)
            {
                run++;
            }

            node.Parents = _parents.Count;
            var at = graph.RunAt(run);
            node.IsRunStart = at.Start == node.Start;
            if (node.IsRunStart)
            {
                LinkRun(ref node, at.Parents, from);
            }
            else
            {
                var parent = node.Start == from ? Root : i - 1;
                AddParent(ref node, parent);
                SetDominator(ref node, parent);
            }
        }
    }

    private void LinkRun(ref Node node, ReadOnlySpan<int> parents, int from)
    {
        var dominator = parents.IsEmpty || parents[0] < from ? Root : NodeOf(parents[0]);
        foreach (var parent in parents)
        {
            // What lies before the plan is done: nothing waits for it.
            if (parent >= from)
            {
                var above = NodeOf(parent);
                AddParent(ref node, above);
                dominator = Common(dominator, above);
            }
        }

        if (node.ParentCount == 0)
        {
            AddParent(ref node, Root);
        }

        SetDominator(ref node, dominator);
    }

    /// <summary>The node that ends with an event of the plan.</summary>
    private int NodeOf(int lv)
    {
        int low = 1, high = _nodeCount;
        while (low + 1 < high)
        {
            var middle = (low + high) >> 1;
            if (_nodes[middle].Start <= lv)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private void AddParent(ref Node node, int parent)
    {
        _parents.Add(parent);
        node.ParentCount++;
        _nodes[parent].ChildCount++;
    }

    private void SetDominator(ref Node node, int dominator)
    {
        ref var above = ref _nodes[dominator];
        ref var jump = ref _nodes[above.Jump];
        node.Dominator = dominator;
        node.Depth = above.Depth + 1;
        node.Jump = above.Depth - jump.Depth == jump.Depth - _nodes[jump.Jump].Depth ? jump.Jump : dominator;
    }

    /// <summary>The nearest node that dominates both.</summary>
    private int Common(int a, int b)
    {
        var nodes = _nodes;
        while (a != b)
        {
            if (nodes[a].Depth < nodes[b].Depth)
            {
                (a, b) = (b, a);
            }

            // From here on a lies no higher than b.
            if (nodes[a].Depth > nodes[b].Depth)
            {
                a = nodes[nodes[a].Jump].Depth >= nodes[b].Depth ? nodes[a].Jump : nodes[a].Dominator;
            }
            else if (nodes[a].Jump != nodes[b].Jump)
            {
                (a, b) = (nodes[a].Jump, nodes[b].Jump);
            }
            else
            {
                (a, b) = (nodes[a].Dominator, nodes[b].Dominator);
            }
        }

        return a;
    }

    private void SortBySize(EventGraph graph, ReadOnlySpan<int> version)
    {
        for (var i = _nodeCount - 1; i > 0; i--)
        {
            ref var node = ref _nodes[i];
            _nodes[node.Dominator].Size += node.Size;
            var goesOn = node.IsRunStart && graph.ParentsOf(node.Start).SequenceEqual(version);
            _bySize[i] = ((ulong)(uint)node.Size << 32) | (goesOn ? 0 : 1UL << 31) | (uint)i;
        }

        _bySize.AsSpan(1, _nodeCount - 1).Sort();
    }

    /// <summary>Gives every node the list of its children, the longest branch first.</summary>
    private void GroupChildren()
    {
        var at = 0;
        for (var i = 0; i < _nodeCount; i++)
        {
            _nodes[i].Children = at;
            at += _nodes[i].ChildCount;
            _nodes[i].ChildCount = 0;
        }

        for (var i = _nodeCount - 1; i > 0; i--)
        {
            var child = (int)(_bySize[i] & int.MaxValue);
            ref var node = ref _nodes[child];
            node.Waiting = node.ParentCount;
            for (var j = node.Parents; j < node.Parents + node.ParentCount; j++)
            {
                ref var parent = ref _nodes[_parents.Items[j]];
                _children[parent.Children + parent.ChildCount++] = child;
            }
        }
    }

    private void Order()
    {
        _stack[0] = Root;
        for (var height = 1; height > 0;)
        {
            var at = _stack[--height];
            if (at != Root)
            {
                Take(ref _nodes[at]);
            }

            ref var node = ref _nodes[at];
            for (var i = node.Children; i < node.Children + node.ChildCount; i++)
            {
                if (--_nodes[_children[i]].Waiting == 0)
                {
                    _stack[height++] = _children[i];
                }
            }
        }
    }

    /// <summary>Adds a piece to the order; to the last one there if it goes on from that.</summary>
    private void Take(ref Node node)
    {
        if (Count > 0 && !node.IsRunStart && _order[Count - 1].End == node.Start)
        {
            _order[Count - 1] = new EventRange(_order[Count - 1].Start, node.End);
        }
        else
        {
            _order[Count++] = new EventRange(node.Start, node.End);
        }
    }

    private void Reserve(int nodes, int edges)
    {
        if (_order.Length < nodes)
        {
            var room = Math.Max(nodes, 2 * _order.Length);
            _order = new EventRange[room];
            _stack = new int[room];
            _bySize = new ulong[room];
        }

        if (_children.Length < edges)
        {
            _children = new int[Math.Max(edges, 2 * _children.Length)];
        }
    }

    /// <summary>A piece, as a node of the graph and of the tree of dominators.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Node
    {
        public int Start;
        public int End;
        public bool IsRunStart;
        public int Parents;
        public int ParentCount;
        public int Children;
        public int ChildCount;

        /// <summary>How many of the parents have not been taken.</summary>
        public int Waiting;

        /// <summary>The nearest node through which every way from the root leads.</summary>
        public int Dominator;

        /// <summary>A dominator further up; how far depends on the depth alone.</summary>
        public int Jump;
        public int Depth;

        /// <summary>The events of the piece and, once sizes are summed, of all that it dominates.</summary>
        public int Size;
    }
}
