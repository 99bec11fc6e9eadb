using Tallydesk.Requests;

namespace Tallydesk.Enquiries;

/// <summary>A contact request by someone without a license.</summary>
/// <param name="Name">The sender's name, 1 to 200 characters.</param>
/// <param name="Email">Where the answer goes: an email address, at most 254 characters.</param>
/// <param name="Subject">1 to 200 characters.</param>
/// <param name="Body">The question in English, 1 to 10,000 characters.</param>
/// <param name="LicenseNumber">A license of the sender's, if any.</param>
internal sealed record NewEnquiry(string? Name, string? Email, string? Subject, string? Body, string? LicenseNumber)
{
    /// <summary>The command.</summary>
    public SendEnquiry ToCommand() =>
        new(
            Given.Words(Name, "name"),
            Given.Words(Email, "email"),
            Given.Words(Subject, "subject"),
            Given.Words(Body, "body"),
            LicenseNumber is null ? null : Given.License(LicenseNumber, "licenseNumber")
        );
}

/// <summary>The response to every sender.</summary>
/// <param name="Id">A reference number for the contact request; it gives no access.</param>
/// <param name="SentAt">When it was received.</param>
/// <param name="HelpDeskOnly">Where license owners ask.</param>
/// <param name="WrittenEnglish">How support answers.</param>
internal sealed record SentEnquiry(string Id, DateTimeOffset SentAt, string HelpDeskOnly, string WrittenEnglish)
{
    /// <summary>A receipt as its body.</summary>
    public static SentEnquiry Of(EnquiryReceipt receipt) =>
        new(receipt.Id.Value, receipt.SentAt, receipt.HelpDeskOnly, receipt.WrittenEnglish);
}

/// <summary>A contact request in the list.</summary>
/// <param name="Id">The contact request.</param>
/// <param name="Status">Status.</param>
/// <param name="Name">The sender's name.</param>
/// <param name="Email">The sender's address.</param>
/// <param name="Subject">Subject.</param>
/// <param name="LicenseNumber">The license the sender claims to own.</param>
/// <param name="OwnsLicense">Whether that license is known, or the address is a customer's: such a sender belongs into the help desk.</param>
/// <param name="SentAt">When it was sent.</param>
/// <param name="Answers">The number of answers by staff.</param>
/// <param name="Version">The version.</param>
internal sealed record EnquiryRow(
    string Id,
    EnquiryStatus Status,
    string Name,
    string Email,
    string Subject,
    string? LicenseNumber,
    bool OwnsLicense,
    DateTimeOffset SentAt,
    int Answers,
    long Version
)
{
    /// <summary>A card as a row.</summary>
    public static EnquiryRow Of(EnquiryCard card) =>
        new(
            card.Id.Value,
            card.Status,
            card.Name,
            card.Email,
            card.Subject,
            card.License?.Value,
            card.OwnsLicense,
            card.SentAt,
            card.Answers,
            card.Version
        );
}

/// <summary>A complete contact request.</summary>
/// <param name="Id">The contact request.</param>
/// <param name="Status">Status.</param>
/// <param name="Name">The sender's name.</param>
/// <param name="Email">The sender's address.</param>
/// <param name="Subject">Subject.</param>
/// <param name="Body">The question.</param>
/// <param name="LicenseNumber">The license the sender claims to own.</param>
/// <param name="OwnsLicense">Whether that license is known, or the address is a customer's.</param>
/// <param name="SentAt">When it was sent.</param>
/// <param name="Answers">The answers, oldest first.</param>
/// <param name="Version">The version, also the ETag.</param>
internal sealed record EnquiryBody(
    string Id,
    EnquiryStatus Status,
    string Name,
    string Email,
    string Subject,
    string Body,
    string? LicenseNumber,
    bool OwnsLicense,
    DateTimeOffset SentAt,
    IReadOnlyList<EnquiryAnswerBody> Answers,
    long Version
)
{
    /// <summary>The body of a contact request.</summary>
    public static EnquiryBody Of(EnquiryView view) =>
        new(
            view.Card.Id.Value,
            view.Card.Status,
            view.Card.Name,
            view.Card.Email,
            view.Card.Subject,
            view.Body,
            view.Card.License?.Value,
            view.Card.OwnsLicense,
            view.Card.SentAt,
            [.. view.Answers.Select(answer => new EnquiryAnswerBody(answer.At, answer.ByName, answer.Body))],
            view.Card.Version
        );
}

/// <summary>An answer that was recorded.</summary>
/// <param name="At">When.</param>
/// <param name="Author">Who answered.</param>
/// <param name="Body">The text.</param>
internal sealed record EnquiryAnswerBody(DateTimeOffset At, string Author, string Body);

/// <summary>An answer by staff.</summary>
/// <param name="Body">1 to 10,000 characters.</param>
internal sealed record NewEnquiryAnswer(string? Body)
{
    /// <summary>The command.</summary>
    public AnswerEnquiry ToCommand() => new(Given.Words(Body, "body"));
}
