using System.Collections.Immutable;
using System.Data.Common;
using Tallydesk.Audit;
using Tallydesk.Webhooks;

namespace Tallydesk.Identity;

/// <summary>The webhooks that were made with tokens: they end with their token.</summary>
public interface IWebhooksOfTokens
{
    /// <summary>The webhooks made with a token, or with what was made with it, oldest first; at most 100.</summary>
    /// <param name="transaction">The transaction that reads.</param>
    /// <param name="token">The token's id.</param>
    Task<ImmutableArray<WebhookBody>> ListMadeWithAsync(DbTransaction transaction, string token);

    /// <summary>Ends the webhooks made with a token, or with what was made with it: no further event is sent to them.</summary>
    /// <param name="transaction">The transaction that ends the token.</param>
    /// <param name="by">Who ends it.</param>
    /// <param name="token">The token's id.</param>
    /// <param name="now">The present.</param>
    /// <returns>The changes, for the audit.</returns>
    Task<ImmutableArray<RightsChange>> EndMadeWithAsync(
        DbTransaction transaction,
        Actor by,
        string token,
        DateTimeOffset now
    );
}
