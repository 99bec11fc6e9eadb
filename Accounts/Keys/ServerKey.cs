using System.Security.Cryptography;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Tallydesk.Storage;

namespace Tallydesk.Identity;

/// <summary>
/// A secret that only the gateways of an installation share: 256 random bits, generated once and stored in the
/// database, encrypted with data protection. It stays the same when the data protection keys change.
/// </summary>
public sealed class ServerKey(Database database, IDataProtectionProvider protection)
{
    private const string Name = "tokens";
    private const int Bytes = 32;
    private readonly IDataProtector protector = protection.CreateProtector("Tallydesk.ServerKeys", Name);
    private byte[]? known;

    /// <summary>The key.</summary>
    public async ValueTask<byte[]> ReadAsync() => known ??= await FindAsync() ?? await MakeAsync();

    private async Task<byte[]> MakeAsync()
    {
        await using (var connection = await database.OpenWriteAsync())
        {
            var value = protector.Protect(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)));
            await connection.ExecuteAsync(
                "INSERT INTO server_keys (name, value) VALUES (@Name, @value) ON CONFLICT (name) DO NOTHING",
                new { Name, value }
            );
        }

        // Of several gateways that make one at the same time, the first one's counts.
        return await FindAsync() ?? throw new InvalidOperationException("The server key was not saved.");
    }

    private async Task<byte[]?> FindAsync()
    {
        await using var connection = await database.OpenReadAsync();
        var value = await connection.ExecuteScalarAsync<string?>(
            "SELECT value FROM server_keys WHERE name = @Name",
            new { Name }
        );
        return value is null ? null : Convert.FromBase64String(protector.Unprotect(value));
    }
}
