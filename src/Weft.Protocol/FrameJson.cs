using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Weft.Protocol;

/// <summary>A frame as a tree, in memory that is lent: what is read of it must be copied before it is disposed of.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct FrameJson : IDisposable
{
    private static readonly JsonDocumentOptions s_strict = new() { MaxDepth = Limits.MaxDepth, AllowDuplicateProperties = false };

    private readonly byte[]? _rented;
    private readonly JsonDocument? _document;

    private FrameJson(byte[]? rented, JsonDocument? document, ProtocolError? problem) => (_rented, _document, Problem) = (rented, document, problem);

    /// <summary>What is wrong with a frame that is no JSON.</summary>
    internal static ProtocolError NotJson { get; } =
        new(ErrorCodes.BadJson, "The frame is not JSON, is nested too deep, or gives a name twice in one object.");

    /// <summary>Why it is no JSON that may be sent; null when it is.</summary>
    internal ProtocolError? Problem { get; }

    /// <summary>The value. Only there without a problem.</summary>
    internal JsonElement Root => _document!.RootElement;

    /// <summary>Reads a frame. The bytes may be reused afterwards.</summary>
    internal static FrameJson Read(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return Bad(ErrorCodes.BadText, "The frame is not UTF-8.");
        }

        byte[]? rented = null;
        try
        {
            if (NestingCheck.IsTooNested(utf8))
            {
                return Bad(ErrorCodes.BadJson, "The frame is nested too deep: it is lists of lists more than anything else.");
            }

            rented = ArrayPool<byte>.Shared.Rent(utf8.Length);
            utf8.CopyTo(rented);
            return new FrameJson(rented, JsonDocument.Parse(rented.AsMemory(0, utf8.Length), s_strict), null);
        }
        catch (JsonException)
        {
            return new FrameJson(rented, null, NotJson);
        }
        catch (InvalidOperationException)
        {
            // Names are compared unescaped, which a lone surrogate among them makes impossible.
            return new FrameJson(rented, null, new ProtocolError(ErrorCodes.BadText, "A name in the frame holds a lone surrogate."));
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _document?.Dispose();
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }

    private static FrameJson Bad(string code, string message) => new(null, null, new ProtocolError(code, message));
}
