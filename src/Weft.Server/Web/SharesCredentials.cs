namespace Weft.Server.Web;

/// <summary>
/// Metadata of an endpoint whose pages at the origins that were named send credentials along. Weft's own cookie is none of them: it never
/// comes from another site's page.
/// </summary>
internal sealed class SharesCredentials
{
    public static SharesCredentials Instance { get; } = new();
}
