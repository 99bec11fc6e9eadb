using Tallydesk.Refusals;

namespace Tallydesk.Pages.Forms;

/// <summary>Which field of a page's form a refusal is about. Forms call some fields otherwise than the API does.</summary>
internal static class FormFieldNames
{
    /// <summary>The form's field; null when the refusal is about none.</summary>
    public static string? Of(Refusal refusal, IFormCollection form) =>
        Given(refusal) is { } given
            ? Named(given.Split('.', '[')[^1], form)
            : Of(refusal.Code);

    /// <summary>The field as the API calls it; null when the refusal is about none.</summary>
    public static string? Given(Refusal refusal) => refusal.Facts.FirstOrDefault(fact => fact.Name == "field").Text;

    private static string Named(string name, IFormCollection form) =>
        form.ContainsKey(name)
            ? name
            : name switch
            {
                "attachments" => "files",
                "customerId" => form.ContainsKey("customer") ? "customer" : name,
                "categoryHint" => "category",
                "expiresAt" => "days",
                "licenseNumber" => "license",
                "messageIds" => "messages",
                "preAgreedUpTo" => "ceiling",
                _ => name,
            };

    private static string? Of(RefusalCode code) =>
        code switch
        {
            RefusalCode.FileTooLarge
            or RefusalCode.FileTypeNotAllowed
            or RefusalCode.TooManyFiles
            or RefusalCode.AttachmentQuotaExceeded => "files",
            RefusalCode.LicenseRevoked or RefusalCode.VipCareRequired => "license",
            RefusalCode.PriceRequired or RefusalCode.PriceTooLow or RefusalCode.PriceNotAllowed => "credits",
            RefusalCode.UpgradePathRequired => "from",
            RefusalCode.UnknownRelease or RefusalCode.SameRelease or RefusalCode.Downgrade => "to",
            RefusalCode.AcknowledgementRequired => "acknowledged",
            RefusalCode.AlreadySplit or RefusalCode.NotACustomerMessage or RefusalCode.FirstMessage => "messages",
            RefusalCode.AlreadyMerged => "into",
            RefusalCode.EmailTaken => "email",
            _ => null,
        };
}
