using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;
using Tallydesk.Storage;
using Tallydesk.Storage.Settings;

namespace Tallydesk.Hosting;

/// <summary>
/// TLS between the cluster's processes, in which both sides show a certificate of the cluster's own authority. Names in it
/// don't matter: every holder of a certificate belongs to the cluster.
/// </summary>
internal static class MemberTls
{
    private const string AnyName = "tallydesk";

    /// <summary>Sets both sides up.</summary>
    /// <exception cref="StartupException">A file can't be read; the message names its setting.</exception>
    public static void Use(TlsOptions options, MemberOptions member)
    {
        var authority = CertificateFiles.Alone("Cluster:Authority", member.Authority!);
        options.LocalCertificate = CertificateFiles.WithKey(
            "Cluster:Certificate",
            member.Certificate!,
            member.CertificatePassword
        );
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, _) => IsOf(authority, certificate);
        options.OnAuthenticateAsClient = (_, client) => client.TargetHost = AnyName;
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
