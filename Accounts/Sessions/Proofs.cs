using System.Security.Claims;
using Tallydesk.Sessions;

namespace Tallydesk.Identity;

/// <summary>Asks again whether what proved a caller's identity still holds: a cookie or connection may be older than a revocation.</summary>
public sealed class Proofs(KnownTokens tokens, KnownSessions sessions)
{
    /// <summary>Who bears the proof now; null once it has ended or been revoked.</summary>
    public ValueTask<ClaimsPrincipal?> RecallAsync(Proof proof) =>
        proof.Kind switch
        {
            ProofKind.Token => tokens.RecallAsync(proof.Id),
            ProofKind.Session => sessions.RecallAsync(proof.Id),
            _ => throw new ArgumentOutOfRangeException(nameof(proof), proof.Kind, "Unknown kind."),
        };
}
