using System.Security.Cryptography;
using System.Text;
using Tallydesk.Audit;
using Tallydesk.Journal;
using Tallydesk.People;
using Tallydesk.Refusals;
using Tallydesk.Requests;
using Tallydesk.Storage.Reading;
using Tallydesk.Webhooks;

namespace Tallydesk.Identity;

/// <summary>A token that was revoked.</summary>
/// <param name="Token">The token.</param>
/// <param name="Made">The tokens made with it, and with those; at most 100.</param>
/// <param name="Webhooks">The webhooks made with these; at most 100.</param>
/// <param name="Invited">The people invited with these; at most 100.</param>
public sealed record RevokedToken(
    Token Token,
    IReadOnlyList<Token> Made,
    IReadOnlyList<WebhookBody> Webhooks,
    IReadOnlyList<Person> Invited
);

/// <summary>Makes and revokes tokens.</summary>
public sealed class TokenService(
    TokenStore store,
    KnownTokens known,
    KnownCustomers customers,
    RightsLog log,
    ServerKey key,
    TimeProvider time
)
{
    private const int LongestName = 200;
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(730);
    private static readonly TimeSpan LongestOwnLife = TimeSpan.FromDays(365);
    private static readonly TimeSpan OwnLife = TimeSpan.FromDays(90);

    private static Refusal NotFound { get; } = new(RefusalCode.NotFound, "Token not found.");

    /// <summary>
    /// Makes a token. A repeat of the command gives the same one, though nothing keeps its secret: the secret follows from
    /// the command, the text of the caller's own token, which the database does not hold either, and the server's key,
    /// which the caller does not have.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="giver">Who assigns it.</param>
    /// <param name="proof">The text of the caller's own token; null where there is none.</param>
    /// <param name="asked">What is asked for.</param>
    /// <remarks>Refused: <see cref="RefusalCode.InvalidField"/>, <see cref="RefusalCode.IdempotencyKeyReused"/>.</remarks>
    public async Task<Answer<MadeToken>> MakeAsync(CommandContext command, Giver giver, string? proof, NewToken asked)
    {
        var made = await CheckAsync(giver, asked, await IsMadeAsync(command));
        return made.Ok ? await KeepAsync(command, giver, proof, made.Value) : made.Refusal;
    }

    /// <summary>Whether a command made its token before: a late repeat is compared with it, and no longer checked.</summary>
    private async Task<bool> IsMadeAsync(CommandContext context) => await store.FindAsync(IdOf(context)) is not null;

    private static string IdOf(CommandContext context) => KeyHash.Of("", context.Id.Value);

    /// <summary>
    /// Makes a token for an admin who is signed in on a page, with a secret of chance. A repeat of the command can't show it
    /// again, so it is refused: <see cref="RefusalCode.IdempotencyKeyReused"/>.
    /// </summary>
    public async Task<Answer<MadeToken>> MakeOnPageAsync(CommandContext command, Giver giver, NewToken asked)
    {
        var made = await CheckAsync(giver, asked, isMade: false);
        return made.Ok ? await AddOnPageAsync(command, giver, made.Value) : made.Refusal;
    }

    private async Task<Answer<MadeToken>> AddOnPageAsync(
        CommandContext command,
        Giver giver,
        Func<string, byte[], Token> make
    )
    {
        var id = IdOf(command);
        var text = Token.TextOf(id, RandomNumberGenerator.GetBytes(32));
        return await store.AddAsync(command.Actor, make(id, Token.HashOf(text)), giver) switch
        {
            TokenAddition.Added => new MadeToken(id, text),
            TokenAddition.GiverEnded => Giver.Ended,
            _ => Repeats.KeyReused(command.Id),
        };
    }

    /// <summary>What is asked for as a token of an id and a secret's hash, or why there can be none.</summary>
    private async Task<Answer<Func<string, byte[], Token>>> CheckAsync(Giver giver, NewToken asked, bool isMade)
    {
        var name = Given.Words(asked.Name, "name").Trim();
        var role = Given.Value(asked.Role, "role");
        var refusal = isMade
            ? null
            : Fields.Text("name", name, LongestName)
                ?? giver.CheckRole(role)
                ?? await CheckCustomerAsync(role, asked.CustomerId)
                ?? giver.CheckScopes(asked.Scopes)
                ?? giver.CheckEnd(asked.ExpiresAt, time.GetUtcNow(), LongestLife);
        Func<string, byte[], Token> make = (id, hash) =>
            new(
                id,
                hash,
                name,
                role,
                asked.CustomerId is null ? null : new CustomerId(asked.CustomerId),
                time.GetUtcNow()
            )
            {
                Scopes = giver.ScopesOf(asked.Scopes),
                ExpiresAt = asked.ExpiresAt ?? giver.ExpiresAt,
                Maker = giver.Id,
            };
        return refusal is not null ? refusal : make;
    }

    /// <summary>Makes a token of the caller's own, as <see cref="MakeAsync"/>: with no more scopes, and for no longer, than the caller's.</summary>
    public async Task<Answer<MadeToken>> MakeOwnAsync(
        CommandContext command,
        Giver giver,
        string? proof,
        NewOwnToken asked
    )
    {
        var refusal = await IsMadeAsync(command) ? null : CheckOwn(giver, asked);
        if (refusal is not null)
        {
            return refusal;
        }

        var until = asked.ExpiresAt ?? await EndOfOwnAsync(command, giver);
        return await KeepAsync(command, giver, proof, OwnToken(command.Actor, giver, asked, until));
    }

    /// <summary>
    /// Creates a token for someone who is signed in on a page, with a random secret. A repeat of the command can't show it
    /// again, so it is refused: <see cref="RefusalCode.IdempotencyKeyReused"/>.
    /// </summary>
    public async Task<Answer<MadeToken>> MakeOwnOnPageAsync(CommandContext command, Giver giver, NewOwnToken asked)
    {
        if (CheckOwn(giver, asked) is { } refusal)
        {
            return refusal;
        }

        var make = OwnToken(command.Actor, giver, asked, asked.ExpiresAt ?? EndOf(giver));
        return await AddOnPageAsync(command, giver, make);
    }

    private Refusal? CheckOwn(Giver giver, NewOwnToken asked) =>
        Fields.Text("name", Given.Words(asked.Name, "name").Trim(), LongestName)
        ?? giver.CheckScopes(asked.Scopes)
        ?? giver.CheckEnd(asked.ExpiresAt, time.GetUtcNow(), LongestOwnLife);

    private Func<string, byte[], Token> OwnToken(Actor owner, Giver giver, NewOwnToken asked, DateTimeOffset until) =>
        (id, hash) =>
            new(id, hash, Given.Words(asked.Name, "name").Trim(), owner.Role, owner.Customer, time.GetUtcNow())
            {
                Scopes = giver.ScopesOf(asked.Scopes),
                ExpiresAt = until,
                Owner = owner.Id,
                Maker = giver.Id,
            };

    /// <summary>
    /// Revokes a token and everything created with it, immediately in this process and within
    /// <see cref="FreshReads{TValue}.Freshness"/> in all others. Refused: <see cref="RefusalCode.NotFound"/>.
    /// </summary>
    /// <param name="context">The command.</param>
    /// <param name="id">The token.</param>
    /// <param name="keepsMade">Whether what was made with it stays.</param>
    public Task<Answer<TokenBody>> RevokeAsync(CommandContext context, string id, bool keepsMade) =>
        log.OnceAsync(
            context,
            (keepsMade ? "revoke, but not what was made with it: " : "revoke ") + id,
            command => RevokeAsync(context.Actor, id, keepsMade, command)
        );

    /// <summary>Revokes a token of the caller's own, as <see cref="RevokeAsync(CommandContext, string, bool)"/>. Refused: <see cref="RefusalCode.NotFound"/>, also for another's.</summary>
    public async Task<Answer<TokenBody>> RevokeOwnAsync(CommandContext context, string id, bool keepsMade) =>
        await IsOwnAsync(context.Actor, id) ? await RevokeAsync(context, id, keepsMade) : NotFound;

    private async Task<bool> IsOwnAsync(Actor actor, string id) => (await store.FindAsync(id))?.Owner == actor.Id;

    private async Task<Answer<TokenBody>> RevokeAsync(Actor by, string id, bool keepsMade, RecordedCommand command)
    {
        var (revoked, after) = await store.RevokeAsync(by, id, keepsMade, time.GetUtcNow(), command);
        foreach (var token in revoked)
        {
            known.Forget(token);
        }

        return after is null ? NotFound : after;
    }

    private async Task<Answer<MadeToken>> KeepAsync(
        CommandContext command,
        Giver giver,
        string? proof,
        Func<string, byte[], Token> make
    )
    {
        var id = IdOf(command);
        var secret = HMACSHA256.HashData(await key.ReadAsync(), Encoding.UTF8.GetBytes($"{proof}\n{command.Id.Value}"));
        var text = Token.TextOf(id, secret);
        var token = make(id, Token.HashOf(text));
        var added = await store.AddAsync(command.Actor, token, giver);
        return added == TokenAddition.GiverEnded ? Giver.Ended
            : added == TokenAddition.Added || IsSame(await store.FindAsync(id), token) ? new MadeToken(id, text)
            : Repeats.KeyReused(command.Id);
    }

    /// <summary>When a token of one's own ends that was given no end: a repeat of its command gets the first one's.</summary>
    private async Task<DateTimeOffset> EndOfOwnAsync(CommandContext command, Giver giver)
    {
        var first = await store.FindAsync(IdOf(command));
        return first?.ExpiresAt ?? EndOf(giver);
    }

    private DateTimeOffset EndOf(Giver giver)
    {
        var end = time.GetUtcNow() + OwnLife;
        return giver.ExpiresAt < end ? giver.ExpiresAt.Value : end;
    }

    private static bool IsSame(Token? kept, Token made) =>
        kept is not null
        && (kept.Name, kept.Role, kept.Customer, kept.Owner) == (made.Name, made.Role, made.Customer, made.Owner)
        && kept.ExpiresAt?.ToUnixTimeMilliseconds() == made.ExpiresAt?.ToUnixTimeMilliseconds()
        && (kept.Scopes ?? []).SequenceEqual(made.Scopes ?? [])
        && kept.Scopes.HasValue == made.Scopes.HasValue
        && CryptographicOperations.FixedTimeEquals(kept.Hash, made.Hash);

    private async ValueTask<Refusal?> CheckCustomerAsync(Role role, string? customer) =>
        (role == Role.Customer, customer) switch
        {
            (true, null) => Fields.Invalid("customerId", "customerId is required for a customer token."),
            (true, _) when !await customers.ExistsAsync(customer) => Fields.Invalid(
                "customerId",
                "Customer not found."
            ),
            (false, not null) => Fields.Invalid("customerId", "Only customer tokens can have a customerId."),
            _ => null,
        };
}
