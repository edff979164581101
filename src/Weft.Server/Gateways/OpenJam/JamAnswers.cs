using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>Answers as OpenJam's front-end expects them.</summary>
internal static class JamAnswers
{
    /// <summary>The most that is heard of a body with a few fields.</summary>
    public const int SmallBody = 64 * 1024;

    public static IResult Ok<T>(T value, JsonTypeInfo<T> type) => TypedResults.Json(value, type);

    public static IResult Ok() => TypedResults.Json(new JamOkDto(true), JamJson.Default.JamOkDto);

    public static IResult Error(int status, string text) => TypedResults.Json(new JamErrorDto(text), JamJson.Default.JamErrorDto, statusCode: status);

    public static IResult Invalid(string what) => Error(StatusCodes.Status400BadRequest, "Invalid request: " + what);

    public static IResult UnknownRoom() => Error(StatusCodes.Status404NotFound, "Room not found");

    /// <summary>A person's record.</summary>
    public static JamUserDto Describe(JamUser user) => new(user.Id, user.Email, user.Name, user.Color, Time(user.Since), Time(user.Since));

    /// <summary>A time as OpenJam writes it.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
