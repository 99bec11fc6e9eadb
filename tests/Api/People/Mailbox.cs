using System.Text.RegularExpressions;
using MimeKit;
using Tallydesk.Tests.Support;

namespace Tallydesk.Tests.People;

/// <summary>The mails that a desk has written into its folder.</summary>
internal sealed partial class Mailbox(DeskHost desk)
{
    /// <summary>The newest mail to an address, once there are so many.</summary>
    public async Task<MimeMessage> NewestAsync(string address, int count = 1)
    {
        IReadOnlyList<MimeMessage> mails = [];
        await Eventually.HoldsAsync(
            () => Task.FromResult((mails = To(address)).Count >= count),
            () => $"{mails.Count} of {count} mails came"
        );
        return mails[^1];
    }

    /// <summary>The link in the newest mail to an address, as a path of the site.</summary>
    public async Task<string> LinkAsync(string address, int count = 1)
    {
        var text = (await NewestAsync(address, count)).TextBody ?? "";
        return new Uri(Link().Match(text).Value).PathAndQuery;
    }

    /// <summary>All mails to an address, oldest first.</summary>
    public IReadOnlyList<MimeMessage> To(string address)
    {
        var folder = Path.Combine(desk.Folder, "mail");
        return Directory.Exists(folder)
            ?
            [
                .. Directory
                    .GetFiles(folder, "*.eml")
                    .Order(StringComparer.Ordinal)
                    .Select(file => MimeMessage.Load(file))
                    .Where(mail => mail.To.Mailboxes.Any(to => to.Address == address)),
            ]
            : [];
    }

    [GeneratedRegex(@"https?://\S+", RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
