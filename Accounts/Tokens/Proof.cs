namespace Tallydesk.Identity;

/// <summary>By what kind of thing a caller proved who they are.</summary>
public enum ProofKind
{
    /// <summary>A bearer token.</summary>
    Token,

    /// <summary>A session that signing in on a page began.</summary>
    Session,
}

/// <summary>What proved who makes a request. It can be revoked or end while connections that began with it are open.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Id">The token's or session's id; never the secret.</param>
public sealed record Proof(ProofKind Kind, string Id)
{
    /// <summary>The form used in the audit: <c>token abc</c>.</summary>
    public override string ToString() => $"{(Kind == ProofKind.Token ? "token" : "session")} {Id}";
}
