using Microsoft.AspNetCore.DataProtection;
using Tallydesk.Storage;
using Tallydesk.Storage.Settings;

namespace Tallydesk.Identity;

/// <summary>Encrypts the data protection key ring in the database with a certificate.</summary>
public static class KeyCertificate
{
    /// <summary>
    /// Encrypts the keys with the certificate in <c>Keys:Certificate</c>. With PostgreSQL, it is required, or else the setting
    /// to go without; with SQLite, the keys are in a file that only Tallydesk's user can read.
    /// </summary>
    /// <exception cref="StartupException">The file can't be read, or neither is set; the message names the settings.</exception>
    public static void ProtectKeys(this IDataProtectionBuilder protection, IConfiguration settings)
    {
        var storage = settings.Read(StorageOptions.Section, new StorageOptionsValidator());
        var keys = settings.Read(KeyOptions.Section, new KeyOptionsValidator(storage.UsesPostgres));
        if (keys.Certificate is { Length: > 0 } file)
        {
            protection.ProtectKeysWithCertificate(
                CertificateFiles.WithKey(KeyOptions.CertificateKey, file, keys.CertificatePassword)
            );
        }
    }
}
