using System.Collections.Immutable;
using Weft.Engine;

namespace Weft.Kinds;

/// <summary>What became of a file to import: <see cref="Imported"/> or <see cref="ImportRefused"/>.</summary>
public abstract record ImportResult;

/// <summary>The file is what it says.</summary>
/// <param name="Operations">What makes an empty document of the kind hold the file's contents; empty for an empty file.</param>
public sealed record Imported(ImmutableArray<Operation> Operations) : ImportResult
{
    /// <summary>The pictures that the operations name, each once. Default none.</summary>
    public ImmutableArray<ImportedFile> Files { get; init; } = [];
}

/// <summary>The file is not what it says, or too large.</summary>
/// <param name="Code">A stable code: <c>file_too_large</c>, <c>not_text</c>, <c>not_a_drawing</c> or <c>not_an_assembly</c>.</param>
/// <param name="Message">One sentence for a person.</param>
public sealed record ImportRefused(string Code, string Message) : ImportResult;
