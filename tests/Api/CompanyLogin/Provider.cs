using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Tallydesk.Tests.CompanyLogin;

/// <summary>What the provider says of the person who signs in, and what it does wrong.</summary>
internal sealed record Login
{
    /// <summary>The person's id.</summary>
    public string Subject { get; init; } = "sub-1";

    /// <summary>The address.</summary>
    public string Email { get; init; } = "";

    /// <summary>Whether it is proved.</summary>
    public bool EmailVerified { get; init; } = true;

    /// <summary>Whom the token is for.</summary>
    public string Audience { get; init; } = Provider.Client;

    /// <summary>By whom it is; null for the provider.</summary>
    public string? Issuer { get; init; }

    /// <summary>What ties it to the request; null for what was asked.</summary>
    public string? Nonce { get; init; }

    /// <summary>When it ends, from now.</summary>
    public TimeSpan Lasts { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether a stranger's key signs it.</summary>
    public bool IsForged { get; init; }

    /// <summary>Whether nobody signs it.</summary>
    public bool IsUnsigned { get; init; }
}

/// <summary>A small OpenID Connect provider: discovery, keys, authorization code with PKCE, token, user info.</summary>
internal sealed class Provider : IAsyncDisposable
{
    /// <summary>The desk's name here.</summary>
    public const string Client = "desk";

    /// <summary>The desk's secret here.</summary>
    public const string Secret = "only-for-these-tests";

    private static readonly string[] Flows = ["code"];
    private static readonly string[] Algorithms = ["RS256"];
    private readonly RsaSecurityKey key = new(RSA.Create(2048)) { KeyId = "k1" };
    private readonly RsaSecurityKey strangers = new(RSA.Create(2048)) { KeyId = "k1" };
    private readonly Dictionary<string, (string Nonce, string Challenge)> codes = new(StringComparer.Ordinal);
    private readonly WebApplication app;

    private Provider(WebApplication app) => this.app = app;

    /// <summary>The issuer address.</summary>
    public string Address => app.Urls.Single();

    /// <summary>Who signs in next.</summary>
    public Login Next { get; set; } = new();

    /// <summary>Starts one on a free port.</summary>
    public static async Task<Provider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new Provider(builder.Build());
        provider.Map();
        await provider.app.StartAsync();
        return provider;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    private void Map()
    {
        app.MapGet(
            "/.well-known/openid-configuration",
            () =>
                new Dictionary<string, object>
                {
                    ["issuer"] = Address,
                    ["authorization_endpoint"] = $"{Address}/authorize",
                    ["token_endpoint"] = $"{Address}/token",
                    ["userinfo_endpoint"] = $"{Address}/userinfo",
                    ["jwks_uri"] = $"{Address}/keys",
                    ["response_types_supported"] = Flows,
                    ["id_token_signing_alg_values_supported"] = Algorithms,
                }
        );
        app.MapGet("/keys", () => new { keys = new[] { PublicKey() } });
        app.MapGet("/authorize", Authorize);
        app.MapPost("/token", TokenAsync);
        app.MapGet(
            "/userinfo",
            () =>
                new
                {
                    sub = Next.Subject,
                    email = Next.Email,
                    email_verified = Next.EmailVerified,
                }
        );
    }

    private object PublicKey()
    {
        var parameters = key.Rsa.ExportParameters(includePrivateParameters: false);
        return new
        {
            kty = "RSA",
            use = "sig",
            kid = key.KeyId,
            n = Base64UrlEncoder.Encode(parameters.Modulus),
            e = Base64UrlEncoder.Encode(parameters.Exponent),
        };
    }

    private IResult Authorize(HttpRequest request)
    {
        var code = Path.GetRandomFileName();
        codes[code] = (request.Query["nonce"]!, request.Query["code_challenge"]!);
        return Results.Redirect(
            $"{request.Query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(request.Query["state"]!)}"
        );
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var isClient = form["client_id"] == Client && form["client_secret"] == Secret;
        if (!isClient || !codes.Remove(form["code"]!, out var asked))
        {
            return Results.BadRequest(new { error = "invalid_grant" });
        }

        var proof = Base64UrlEncoder.Encode(
            SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(form["code_verifier"]!))
        );
        return proof == asked.Challenge
            ? Results.Json(
                new
                {
                    access_token = "a",
                    token_type = "Bearer",
                    expires_in = 300,
                    id_token = IdToken(asked.Nonce),
                }
            )
            : Results.BadRequest(new { error = "invalid_grant" });
    }

    private string IdToken(string nonce)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = Next.Issuer ?? Address,
                Audience = Next.Audience,
                Subject = new ClaimsIdentity([new("sub", Next.Subject), new("nonce", Next.Nonce ?? nonce)]),
                IssuedAt = now - TimeSpan.FromHours(1),
                NotBefore = now - TimeSpan.FromHours(1),
                Expires = now + Next.Lasts,
                SigningCredentials = Next.IsUnsigned
                    ? null
                    : new(Next.IsForged ? strangers : key, SecurityAlgorithms.RsaSha256),
            }
        );
    }
}
