using System.Collections.Immutable;
using Weft.Engine;

namespace Weft.Kinds.Tests;

/// <summary>Documents to export.</summary>
internal static class Documents
{
    public static Document With(params Operation[] operations)
    {
        var document = new Document();
        var result = document.Merge(new Change("test", 0, Weft.Engine.Version.Root, new HybridTimestamp(1L << 16), [.. operations]));
        Assert.IsType<MergeResult.Applied>(result);
        return document;
    }
}
