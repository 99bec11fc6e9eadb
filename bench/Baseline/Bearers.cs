using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Tallydesk.Bench.Baseline;

/// <summary>Reads <c>Authorization: Bearer …</c>.</summary>
internal sealed class Bearers(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    KnownBearers known
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string Name = "Bearer";

    /// <summary>The claim with the number of the customer who acts.</summary>
    public const string Customer = "customer";

    private const string Start = "Bearer ";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Start, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        return await known.FindAsync(header[Start.Length..]) is { } principal
            ? AuthenticateResult.Success(new(principal, Name))
            : AuthenticateResult.Fail("The token is unknown.");
    }
}

/// <summary>
/// Who bears which token. The database holds hashes only; what was read holds for two seconds, as in the product, so
/// that a revocation acts and a request costs a hash and a look-up.
/// </summary>
internal sealed class KnownBearers(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, Known> bearers = new();

    /// <summary>The bearer of a token; null when there is none.</summary>
    public async ValueTask<ClaimsPrincipal?> FindAsync(string token)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        var name = Convert.ToHexString(hash);
        if (bearers.TryGetValue(name, out var known) && time.GetElapsedTime(known.ReadAt) < Freshness)
        {
            return known.Principal;
        }

        var principal = await ReadAsync(hash);
        bearers[name] = new(time.GetTimestamp(), principal);
        return principal;
    }

    private async Task<ClaimsPrincipal?> ReadAsync(byte[] hash)
    {
        await using var find = database.CreateCommand("SELECT name, role, customer FROM tokens WHERE hash = $1");
        find.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
        await using var row = await find.ExecuteReaderAsync();
        return await row.ReadAsync() ? new(new ClaimsIdentity(ClaimsOf(row), Bearers.Name)) : null;
    }

    private static IEnumerable<Claim> ClaimsOf(NpgsqlDataReader row)
    {
        yield return new(ClaimTypes.Name, row.GetString(0));
        yield return new(ClaimTypes.Role, row.GetString(1));
        if (!row.IsDBNull(2))
        {
            yield return new(Bearers.Customer, $"{row.GetInt64(2)}");
        }
    }

    private sealed record Known(long ReadAt, ClaimsPrincipal? Principal);
}
