using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Tallydesk.Audit;
using Tallydesk.Customers;
using Tallydesk.Journal;
using Tallydesk.Refusals;
using Tallydesk.Requests;

namespace Tallydesk.Identity;

/// <summary>Makes and revokes tokens.</summary>
internal sealed class TokenDesk(
    TokenStore store,
    KnownTokens known,
    KnownCustomers customers,
    RightsLog log,
    TimeProvider time
)
{
    private const int LongestName = 200;
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(730);
    private static readonly TimeSpan LongestOwnLife = TimeSpan.FromDays(365);
    private static readonly TimeSpan OwnLife = TimeSpan.FromDays(90);

    private static Refusal NotFound { get; } = new(RefusalCode.NotFound, "There is no such token.");

    /// <summary>
    /// Makes a token. A repeat of the command gives the same one, though nothing keeps its secret: the secret follows from
    /// the command and the text of the caller's own token, which the database does not hold either.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="proof">The text of the caller's own token.</param>
    /// <param name="asked">What is asked for.</param>
    /// <remarks>Refused: <see cref="RefusalCode.InvalidField"/>, <see cref="RefusalCode.IdempotencyKeyReused"/>.</remarks>
    public async Task<Answer<MadeToken>> MakeAsync(Command command, string proof, NewToken asked)
    {
        var made = await CheckAsync(asked, await IsMadeAsync(command.Context));
        return made.Ok ? await KeepAsync(command, proof, made.Value) : made.Refusal;
    }

    /// <summary>Whether a command made its token before: a late repeat is compared with it, and no longer checked.</summary>
    private async Task<bool> IsMadeAsync(CommandContext context) => await store.FindAsync(IdOf(context)) is not null;

    private static string IdOf(CommandContext context) => KeyHash.Of("", context.Id.Value);

    /// <summary>
    /// Makes a token for an admin who is signed in on a page, with a secret of chance. A repeat of the command can't show it
    /// again, so it is refused: <see cref="RefusalCode.IdempotencyKeyReused"/>.
    /// </summary>
    public async Task<Answer<MadeToken>> MakeOnPageAsync(CommandContext command, NewToken asked)
    {
        var made = await CheckAsync(asked, isMade: false);
        if (!made.Ok)
        {
            return made.Refusal;
        }

        var id = IdOf(command);
        var text = Token.TextOf(id, RandomNumberGenerator.GetBytes(32));
        return await store.AddAsync(command.Actor, made.Value(id, Token.HashOf(text)))
            ? new MadeToken(id, text)
            : Repeats.KeyReused(command.Id);
    }

    /// <summary>What is asked for as a token of an id and a secret's hash, or why there can be none.</summary>
    private async Task<Answer<Func<string, byte[], Token>>> CheckAsync(NewToken asked, bool isMade)
    {
        var name = Given.Text(asked.Name, "name").Trim();
        var role = Given.Value(asked.Role, "role");
        var refusal = isMade
            ? null
            : Fields.Text("name", name, LongestName)
                ?? await CheckCustomerAsync(role, asked.CustomerId)
                ?? CheckScopes(asked.Scopes, held: null)
                ?? CheckEnd(asked.ExpiresAt, LongestLife, latest: null);
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
                Scopes = ScopesOf(asked.Scopes),
                ExpiresAt = asked.ExpiresAt,
            };
        return refusal is not null ? refusal : make;
    }

    /// <summary>Makes a token of the caller's own, as <see cref="MakeAsync"/>: with no more scopes, and for no longer, than the caller's.</summary>
    public async Task<Answer<MadeToken>> MakeOwnAsync(Command command, HttpContext http, NewOwnToken asked)
    {
        var held = http.User.Scopes();
        var name = Given.Text(asked.Name, "name").Trim();
        var refusal = await IsMadeAsync(command.Context)
            ? null
            : Fields.Text("name", name, LongestName)
                ?? CheckScopes(asked.Scopes, held)
                ?? CheckEnd(asked.ExpiresAt, LongestOwnLife, http.User.ExpiresAt());
        if (refusal is not null)
        {
            return refusal;
        }

        var (actor, until) = (command.Actor, asked.ExpiresAt ?? await EndOfOwnAsync(command, http));
        return await KeepAsync(
            command,
            http.Request.Headers.Authorization.ToString(),
            (id, hash) =>
                new(id, hash, name, actor.Role, actor.Customer, time.GetUtcNow())
                {
                    Scopes = ScopesOf(asked.Scopes) ?? held,
                    ExpiresAt = until,
                    Owner = actor.Id,
                }
        );
    }

    /// <summary>Makes a token for somebody who is signed in on a page, with a secret of chance: a page is sent once.</summary>
    /// <param name="actor">Whose own it is.</param>
    /// <param name="name">What it is for.</param>
    /// <param name="scopes">What it may do; empty for all that its owner may.</param>
    public async Task<Answer<MadeToken>> MakeOnPageAsync(Actor actor, string? name, IReadOnlyList<string?> scopes)
    {
        if ((Fields.Text("name", name, LongestName) ?? CheckScopes(scopes, held: null)) is { } refusal)
        {
            return refusal;
        }

        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(13));
        var text = Token.TextOf(id, RandomNumberGenerator.GetBytes(32));
        var now = time.GetUtcNow();
        var token = new Token(id, Token.HashOf(text), name!.Trim(), actor.Role, actor.Customer, now)
        {
            Scopes = scopes.Count == 0 ? null : ScopesOf(scopes),
            ExpiresAt = now + OwnLife,
            Owner = actor.Id,
        };
        await store.AddAsync(actor, token);
        return new MadeToken(id, text);
    }

    /// <summary>Revokes a token, at once in this process and within <see cref="FreshReads{TValue}.Freshness"/> in all others. Refused: <see cref="RefusalCode.NotFound"/>.</summary>
    public Task<Answer<TokenBody>> RevokeAsync(CommandContext context, string id) =>
        log.OnceAsync(context, "revoke " + id, command => RevokeAsync(context.Actor, id, command));

    /// <summary>Revokes a token of the caller's own. Refused: <see cref="RefusalCode.NotFound"/>, also for another's.</summary>
    public async Task<Answer<TokenBody>> RevokeOwnAsync(CommandContext context, string id) =>
        await IsOwnAsync(context.Actor, id) ? await RevokeAsync(context, id) : NotFound;

    /// <summary>Revokes a token on a page, as <see cref="RevokeAsync(CommandContext, string)"/>.</summary>
    public Task<Answer<TokenBody>> RevokeOnPageAsync(Actor by, string id) => RevokeAsync(by, id, command: null);

    /// <summary>Revokes a token of one's own on a page, as <see cref="RevokeOwnAsync"/>.</summary>
    public async Task<Answer<TokenBody>> RevokeOwnOnPageAsync(Actor by, string id) =>
        await IsOwnAsync(by, id) ? await RevokeOnPageAsync(by, id) : NotFound;

    private async Task<bool> IsOwnAsync(Actor actor, string id) => (await store.FindAsync(id))?.Owner == actor.Id;

    private async Task<Answer<TokenBody>> RevokeAsync(Actor by, string id, RecordedCommand? command)
    {
        var revoked = await store.RevokeAsync(by, id, time.GetUtcNow(), command);
        known.Forget(id);
        return revoked is null ? NotFound : revoked;
    }

    private async Task<Answer<MadeToken>> KeepAsync(Command command, string proof, Func<string, byte[], Token> make)
    {
        var id = IdOf(command.Context);
        var secret = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(proof),
            Encoding.UTF8.GetBytes(command.Context.Id.Value)
        );
        var text = Token.TextOf(id, secret);
        var token = make(id, Token.HashOf(text));
        return await store.AddAsync(command.Actor, token) || IsSame(await store.FindAsync(id), token)
            ? new MadeToken(id, text)
            : Repeats.KeyReused(command.Context.Id);
    }

    /// <summary>When a token of one's own ends that was given no end: a repeat of its command gets the first one's.</summary>
    private async Task<DateTimeOffset> EndOfOwnAsync(Command command, HttpContext http)
    {
        var first = await store.FindAsync(IdOf(command.Context));
        var end = time.GetUtcNow() + OwnLife;
        return first?.ExpiresAt ?? (http.User.ExpiresAt() is { } latest && latest < end ? latest : end);
    }

    private Refusal? CheckEnd(DateTimeOffset? until, TimeSpan longest, DateTimeOffset? latest)
    {
        var now = time.GetUtcNow();
        return until switch
        {
            null => null,
            _ when until <= now => Fields.Invalid("expiresAt", "expiresAt lies in the future."),
            _ when until > now + longest => Fields.Invalid(
                "expiresAt",
                $"expiresAt lies at most {longest.TotalDays:0} days ahead."
            ),
            _ when until > latest => Fields.Invalid(
                "expiresAt",
                "expiresAt is not later than that of the caller's token."
            ),
            _ => null,
        };
    }

    private static Refusal? CheckScopes(IReadOnlyList<string?>? asked, ImmutableArray<string>? held)
    {
        Given.OptionalList(asked, Scopes.All.Length, "scopes");
        if (asked?.FirstOrDefault(scope => !Scopes.All.Contains(scope ?? "")) is { } unknown)
        {
            return Fields.Invalid("scopes", $"There is no scope {Fields.Shown(unknown)}.");
        }

        return asked?.Any(scope => scope is null) == true ? Fields.Invalid("scopes", "scopes holds names of scopes.")
            : asked?.FirstOrDefault(scope => !Scopes.Allow(held, scope)) is { } more
                ? Fields.Invalid("scopes", $"The caller's own token lacks the scope {more}.")
            : null;
    }

    private static ImmutableArray<string>? ScopesOf(IReadOnlyList<string?>? asked) =>
        asked is null ? null : [.. asked.OfType<string>().Distinct().Order(StringComparer.Ordinal)];

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
            (true, null) => Fields.Invalid("customerId", "A customer's token names its customer."),
            (true, _) when !await customers.ExistsAsync(customer) => Fields.Invalid(
                "customerId",
                "There is no such customer."
            ),
            (false, not null) => Fields.Invalid("customerId", "Only a customer's token acts for a customer."),
            _ => null,
        };
}
