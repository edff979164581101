namespace Weft.Storage;

/// <summary>A file that documents refer to, such as a picture, known by what is in it.</summary>
/// <param name="Hash">SHA-256 of its bytes: 64 lower-case hexadecimal digits (<see cref="FileHash"/>).</param>
/// <param name="Type">Its media type, such as <c>image/png</c>.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Width">Its width in pixels, 1 or more.</param>
/// <param name="Height">Its height in pixels, 1 or more.</param>
public sealed record FileRecord(string Hash, string Type, long Size, int Width, int Height);
