using Microsoft.AspNetCore.Authorization;

namespace Tallydesk.Identity;

/// <summary>
/// Who may call an endpoint at all. Rights nest: admin includes lead, lead includes engineer; these are staff, and system
/// stands apart. Whether a certain customer or ticket is the caller's to see is decided behind it.
/// </summary>
internal static class Rights
{
    /// <summary>Anybody with a token.</summary>
    public const string Anyone = "anyone";

    /// <summary>Customers.</summary>
    public const string Customer = "customer";

    /// <summary>Customers and staff.</summary>
    public const string CustomerOrStaff = "customer-or-staff";

    /// <summary>Staff.</summary>
    public const string Staff = "staff";

    /// <summary>Staff and the vendor's programs.</summary>
    public const string StaffOrSystem = "staff-or-system";

    /// <summary>Leads.</summary>
    public const string Lead = "lead";

    /// <summary>Admins.</summary>
    public const string Admin = "admin";

    /// <summary>Admins and the vendor's programs.</summary>
    public const string AdminOrSystem = "admin-or-system";

    private static readonly Role[] StaffRoles = [Role.Engineer, Role.Lead, Role.Admin];

    /// <summary>Makes the rights known. What states none needs a token.</summary>
    public static AuthorizationBuilder AddRights(this AuthorizationBuilder authorization) =>
        authorization
            .SetFallbackPolicy(
                new AuthorizationPolicyBuilder()
                    .RequireAuthenticatedUser()
                    .AddRequirements(new ScopeRequirement())
                    .Build()
            )
            .AddPolicy(Anyone, policy => policy.RequireAuthenticatedUser().AddRequirements(new ScopeRequirement()))
            .AddPolicy(Customer, Of([Role.Customer]))
            .AddPolicy(CustomerOrStaff, Of([Role.Customer, .. StaffRoles]))
            .AddPolicy(Staff, Of(StaffRoles))
            .AddPolicy(StaffOrSystem, Of([.. StaffRoles, Role.System]))
            .AddPolicy(Lead, Of([Role.Lead, Role.Admin]))
            .AddPolicy(Admin, Of([Role.Admin]))
            .AddPolicy(AdminOrSystem, Of([Role.Admin, Role.System]));

    private static Action<AuthorizationPolicyBuilder> Of(params Role[] roles) =>
        policy => policy.RequireRole(roles.Select(TokenStore.NameOf)).AddRequirements(new ScopeRequirement());
}
