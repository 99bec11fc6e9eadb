using Microsoft.AspNetCore.SignalR;
using Tallydesk.Requests;

namespace Tallydesk.Identity;

/// <summary>Identifies the caller of a hub method, and its command id. Asked at each call, because a token may be revoked after the connection began.</summary>
internal sealed class HubIdentity(Proofs proofs)
{
    /// <summary>Who calls, if the token still holds and is admitted; else the connection ends.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="admits">Whom the hub admits.</param>
    /// <exception cref="HubException">The caller must sign in again.</exception>
    public async Task<Actor> ProveAsync(HubCallerContext connection, Func<Actor, bool> admits)
    {
        if (
            connection.User?.Proof() is not { } proof
            || (await proofs.RecallAsync(proof))?.Actor() is not { } actor
            || !admits(actor)
        )
        {
            connection.Abort();
            throw new HubException("Sign in first.");
        }

        return actor with
        {
            From = $"{VisitorAddress.Of(connection.GetHttpContext()?.Connection.RemoteIpAddress)} {proof}",
        };
    }

    /// <summary>Who calls, if they may also act in an area.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="admits">Whom the hub admits.</param>
    /// <param name="area">The area of scopes that the act belongs to.</param>
    /// <exception cref="HubException">The caller is not admitted, or their token lacks the scope.</exception>
    public async Task<Actor> ProveWriterAsync(HubCallerContext connection, Func<Actor, bool> admits, string area)
    {
        var actor = await ProveAsync(connection, admits);
        return Scopes.Allow(connection.User?.Scopes(), Scopes.WriteTo(area))
            ? actor
            : throw new HubException($"This token is missing the scope {Scopes.WriteTo(area)}.");
    }

    /// <summary>A command; its id is the caller's own, scoped to caller and act.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="admits">Whom the hub admits.</param>
    /// <param name="area">The area of scopes that the act belongs to.</param>
    /// <param name="act">The hub and the act.</param>
    /// <param name="about">What is acted on.</param>
    /// <param name="commandId">The id as the caller sent it.</param>
    /// <exception cref="HubException">The caller is not admitted, or the id has not 1 to 255 characters.</exception>
    public async Task<CommandContext> CommandAsync(
        HubCallerContext connection,
        Func<Actor, bool> admits,
        string area,
        string act,
        string about,
        string commandId
    )
    {
        var actor = await ProveWriterAsync(connection, admits, area);
        if (commandId is not { Length: > 0 and <= CommandIds.LongestKey })
        {
            throw new HubException($"The command id must have 1 to {CommandIds.LongestKey} characters.");
        }

        return new(actor, CommandIds.Of(actor.Id, act, about, commandId));
    }
}
