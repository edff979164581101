namespace Weft.Kinds;

/// <summary>A picture that came with a file. What it is was not looked at.</summary>
/// <param name="Hash">SHA-256 of its bytes, 64 lower-case hexadecimal digits: what the operations call it.</param>
/// <param name="Bytes">All of it.</param>
public sealed record ImportedFile(string Hash, ReadOnlyMemory<byte> Bytes);
