namespace Weft.Kinds;

/// <summary>How large the parts of a document may be. Each bound is far above what an editor makes and far below what hurts.</summary>
public static class KindLimits
{
    /// <summary>Characters of a property's or an attribute's name.</summary>
    public const int NameLength = 64;

    /// <summary>UTF-16 units of one property's JSON: a freehand stroke of some ten thousand points.</summary>
    public const int PropertyLength = 256 * 1024;

    /// <summary>UTF-16 units of one attribute's JSON or of an embedded object.</summary>
    public const int AttributeLength = 64 * 1024;

    /// <summary>Properties of one operation, or attributes of one run.</summary>
    public const int PropertyCount = 256;

    /// <summary>UTF-16 units of a comment's text as JSON: some pages.</summary>
    public const int CommentLength = 10_000;

    /// <summary>UTF-16 units of the name of a comment's author, as JSON: 100 of a name (JOIN-4), however they are written.</summary>
    public const int AuthorLength = 602;

    /// <summary>UTF-16 units of what a comment quotes, as JSON.</summary>
    public const int QuoteLength = 1_000;

    /// <summary>Characters of an item's id.</summary>
    public const int ItemIdLength = 100;

    /// <summary>Characters of the name of a picture: a hash, or what another program has for it.</summary>
    public const int FileNameLength = 100;

    /// <summary>Bytes of a text file to import: a thick book.</summary>
    public const int TextFileBytes = 8 * 1024 * 1024;

    /// <summary>Bytes of a drawing to import, without the pictures in it.</summary>
    public const int DrawingFileBytes = 16 * 1024 * 1024;

    /// <summary>Bytes of a drawing to import with the pictures in it, each a third longer than it is.</summary>
    public const int BoardFileBytes = 64 * 1024 * 1024;

    /// <summary>Bytes of a <c>.weft</c> file to import: the history of a thick book.</summary>
    public const int WeftFileBytes = 64 * 1024 * 1024;

    /// <summary>Levels of nesting in a drawing to import: points stand five levels deep, and reading costs as much as there are levels.</summary>
    public const int DrawingDepth = 16;

    /// <summary>Elements of a drawing to import: as many operations as one change may have.</summary>
    public const int DrawingElements = 10_000;

    /// <summary>Items of an assembly to import: five times what anybody was seen to build.</summary>
    public const int BenchItems = 50_000;
}
