namespace Weft.Server.Files;

/// <summary>A picture of a document.</summary>
/// <param name="Hash">SHA-256 of its bytes, 64 lower-case hexadecimal digits: its name in the document.</param>
/// <param name="Type">Its media type, as its bytes say.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Width">Its width in pixels, before any rotation that it asks for.</param>
/// <param name="Height">Its height in pixels, before any rotation that it asks for.</param>
internal sealed record FileDto(string Hash, string Type, long Size, int Width, int Height);
