using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tallydesk.Storage.Settings;

/// <summary>Reads certificates that settings name.</summary>
public static class CertificateFiles
{
    /// <summary>A certificate with its key, from a PKCS#12 file.</summary>
    /// <param name="setting">The setting that names the file.</param>
    /// <param name="file">The file.</param>
    /// <param name="password">Its password, if it has one.</param>
    /// <exception cref="StartupException">It can't be read; the message names the setting.</exception>
    public static X509Certificate2 WithKey(string setting, string file, string? password) =>
        Load(setting, () => X509CertificateLoader.LoadPkcs12FromFile(file, password));

    /// <summary>A certificate alone, from a PEM file.</summary>
    /// <inheritdoc cref="WithKey"/>
    public static X509Certificate2 Alone(string setting, string file) =>
        Load(setting, () => X509CertificateLoader.LoadCertificateFromFile(file));

    private static X509Certificate2 Load(string setting, Func<X509Certificate2> load)
    {
        try
        {
            return load();
        }
        catch (CryptographicException unreadable)
        {
            throw new StartupException($"{setting} can't be read: {unreadable.Message}", unreadable);
        }
    }
}
