using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;
using Tallydesk.Storage;

namespace Tallydesk.Hosting;

/// <summary>
/// TLS between the cluster's processes, in which both sides show a certificate of the cluster's own authority. Names in it
/// don't matter: whoever has one belongs to the cluster.
/// </summary>
internal static class MemberTls
{
    private const string AnyName = "tallydesk";

    /// <summary>Sets both sides up.</summary>
    /// <exception cref="StartupException">A file can't be read; the message names its setting.</exception>
    public static void Use(TlsOptions options, MemberOptions member)
    {
        var authority = Load(
            "Cluster:Authority",
            () => X509CertificateLoader.LoadCertificateFromFile(member.Authority!)
        );
        options.LocalCertificate = Load(
            "Cluster:Certificate",
            () => X509CertificateLoader.LoadPkcs12FromFile(member.Certificate!, member.CertificatePassword)
        );
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, _) => IsOf(authority, certificate);
        options.OnAuthenticateAsClient = (_, client) => client.TargetHost = AnyName;
    }

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

    private static bool IsOf(X509Certificate2 authority, X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
