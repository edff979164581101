using System.Text.Json.Serialization;

namespace Weft.Server.Admin;

/// <summary>The server as a whole. Totals count from its start; ask twice for the rates.</summary>
/// <param name="Started">When it started, in milliseconds since 1970.</param>
/// <param name="Now">The server's clock, in milliseconds since 1970.</param>
/// <param name="Connections">Connections that are open.</param>
/// <param name="Rooms">Documents that are open.</param>
/// <param name="Changes">Changes that were merged.</param>
/// <param name="Rejected">Changes that were rejected.</param>
/// <param name="MessagesReceived">Frames from clients.</param>
/// <param name="MessagesSent">Frames to clients.</param>
/// <param name="BytesReceived">Bytes of these.</param>
/// <param name="BytesSent">Bytes of these.</param>
/// <param name="Cpu">Milliseconds of processor time of the process.</param>
/// <param name="Memory">Bytes of memory that the process has in use.</param>
internal sealed record ServerDto(
    long Started,
    long Now,
    int Connections,
    int Rooms,
    long Changes,
    long Rejected,
    [property: JsonPropertyName("messages_received")] long MessagesReceived,
    [property: JsonPropertyName("messages_sent")] long MessagesSent,
    [property: JsonPropertyName("bytes_received")] long BytesReceived,
    [property: JsonPropertyName("bytes_sent")] long BytesSent,
    long Cpu,
    long Memory);
